#include "sandbox/pages/text.h"

namespace sandbox {

// Text from tickets and work items only ever becomes a text node or the inside of a frame without scripts.
const std::string_view page_script = R"js(
'use strict';
const byId = id => document.getElementById(id);
const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
const view = { q: '', show: 'all', order: 'newest', page: 1 };
let known = null, open = null, choices = null, lastList = '';

async function call(method, path, body) {
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.headers['Content-Type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  const reply = await fetch(path, options);
  const answer = await reply.json().catch(() => ({ error: 'The sandbox gave no answer that can be read.' }));
  if (!reply.ok) throw new Error(answer.error || 'The sandbox answered ' + reply.status + '.');
  return answer;
}

const when = text => text.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC');
const chip = (text, extra = '') => make('span', { class: 'chip ' + extra, dir: 'auto' }, text);

function ticketCard(ticket) {
  return make('button', { type: 'button', class: 'card desk', 'data-ticket': ticket.id },
    make('span', { class: 'title', dir: 'auto' }, ticket.subject || '(no subject)'),
    make('span', { class: 'facts' }, make('span', {}, '#' + ticket.id + ' ' + ticket.ref), chip(ticket.status, 'state'),
      ...[ticket.department, ticket.priority].filter(text => text).map(text => make('span', {}, text)),
      ...ticket.labels.map(text => chip(text)),
      make('span', {}, ticket.messages + (ticket.messages === 1 ? ' message' : ' messages'))));
}

function itemCard(item, fresh) {
  return make('button', { type: 'button', class: 'card work' + (fresh ? ' fresh' : ''), 'data-item': item.id },
    make('span', { class: 'title', dir: 'auto' }, item.title || '(no title)'),
    make('span', { class: 'facts' }, make('span', {}, item.type + ' ' + item.id), chip(item.state, 'state'),
      make('span', {}, item.project), ...item.tags.map(text => chip(text)), make('span', {}, 'revision ' + item.rev)));
}

function rowOf(row, before) {
  const left = row.ticket ? ticketCard(row.ticket) : make('div', { class: 'card none' }, 'no ticket');
  const right = row.items.length
    ? make('div', { class: 'stack work' }, ...row.items.map(item => itemCard(item, before && !before.has(item.id))))
    : make('div', { class: 'card none' }, 'no work item');
  const line = make('li', { class: 'pair' }, left,
    make('span', { class: 'arrow', 'aria-hidden': 'true' }, row.ticket && row.items.length ? '→' : ''), right);
  line.dataset.ticket = row.ticket ? row.ticket.id : '';
  line.dataset.items = row.items.map(item => item.id).join(' ');
  return line;
}

function showList(list) {
  byId('n-tickets').textContent = list.totals.tickets;
  byId('n-items').textContent = list.totals.items;
  byId('n-linked').textContent = list.totals.linked;
  const text = JSON.stringify([list.rows, list.page, list.pages]);
  if (text === lastList) return;
  lastList = text;
  const focused = document.activeElement && document.activeElement.dataset;
  const before = known;
  known = new Set([...(before || []), ...list.rows.flatMap(row => row.items.map(item => item.id))]);
  const rows = list.rows.map(row => rowOf(row, before));
  byId('rows').replaceChildren(...(rows.length ? rows : [make('li', { class: 'nothing' }, 'Nothing here.')]));
  if (focused && focused.ticket) byId('rows').querySelector(`button[data-ticket="${focused.ticket}"]`)?.focus();
  if (focused && focused.item) byId('rows').querySelector(`button[data-item="${focused.item}"]`)?.focus();
  view.page = list.page;
  byId('where').textContent = `page ${list.page} of ${list.pages}, ${list.matches} in all`;
  byId('back').disabled = list.page <= 1;
  byId('forth').disabled = list.page >= list.pages;
}

const listPath = () => '/api/pairs?' + new URLSearchParams({ ...view, count: 50 });

async function refresh() {
  try {
    const asked = listPath();
    const list = await call('GET', asked);
    if (asked === listPath()) showList(list);
    if (open) await refreshPair();
    byId('live').textContent = '● live';
  } catch (trouble) {
    byId('live').textContent = '○ ' + trouble.message;
  }
}

// a sandbox with thousands of tickets, or a busy computer, is asked less often
async function tick() {
  const began = performance.now();
  if (!document.hidden) await refresh();
  setTimeout(tick, Math.max(1500, 8 * (performance.now() - began)));
}

const frameStyle = '<base target="_blank"><style>body{margin:.6rem .75rem;font:14px/1.45 system-ui,"Noto Sans",sans-serif;' +
  'color:#1c2430;overflow-wrap:anywhere}table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.15rem .5rem}' +
  'pre{white-space:pre-wrap;background:#f2f4f7;padding:.5rem}blockquote{border-left:3px solid #ccc;margin-left:0;' +
  'padding-left:.8rem}img{max-width:100%}</style>';

function frame(html, label) {
  // same origin only so that its height can be read; without allow-scripts nothing in it runs
  const inner = make('iframe', { sandbox: 'allow-same-origin', title: label, srcdoc: frameStyle + html });
  inner.addEventListener('load', () => {
    const height = inner.contentDocument.documentElement.scrollHeight;
    inner.style.height = Math.min(Math.max(height, 40), 640) + 'px';
  });
  return inner;
}

const message = (head, html, note) => make('div', { class: 'message' + (note ? ' note' : '') },
  make('p', {}, ...head.map(text => make('span', { dir: 'auto' }, text))), frame(html, head.join(', ')));

function facts(list, pairs) {
  list.replaceChildren(...pairs.filter(([, value]) => value).flatMap(([name, value]) =>
    [make('dt', {}, name), make('dd', { dir: 'auto' }, value)]));
}

function options(select, values, chosen) {
  const all = values.includes(chosen) || !chosen ? values : [chosen, ...values];
  select.replaceChildren(...all.map(value => make('option', { value }, value)));
  if (chosen) select.value = chosen;
}

function fill(form, values) {
  if (form.dataset.touched) return;
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
}

function showTicket(ticket) {
  const side = byId('ticket-side');
  side.hidden = !ticket;
  if (!ticket || side.dataset.shown === JSON.stringify(ticket)) return;
  side.dataset.shown = JSON.stringify(ticket);
  side.querySelector('h3').textContent = `Ticket #${ticket.id} ${ticket.ref}`;
  const form = byId('ticket-form');
  if (!form.dataset.touched) options(form.elements.status, choices.statuses, ticket.status);
  fill(form, { subject: ticket.subject, labels: ticket.labels.join(', ') });
  const who = ticket.person_email || ticket.person;
  const by = byId('message-form').elements.by, chosen = by.value;
  options(by, [...new Set([who, ...choices.agents])], '');
  if ([...by.options].some(option => option.value === chosen)) by.value = chosen;
  facts(side.querySelector('dl'), [['From', `${ticket.person} <${ticket.person_email}>`],
    ['Organization', ticket.organization], ['Department', ticket.department], ['Category', ticket.category],
    ['Priority', ticket.priority], ['Product', ticket.product], ['Agent', ticket.agent], ['Language', ticket.language],
    ['Created', when(ticket.created)], ...Object.entries(ticket.fields)]);
  side.querySelector('.messages').replaceChildren(...ticket.conversation.map(one =>
    message([one.by, when(one.created), one.is_note ? 'internal note' : 'public'], one.html, one.is_note)));
}

function showItem(item) {
  const side = byId('item-side');
  side.hidden = !item;
  if (!item || side.dataset.shown === JSON.stringify(item)) return;
  side.dataset.shown = JSON.stringify(item);
  side.querySelector('h3').textContent = `${item.type} ${item.id}, revision ${item.rev}`;
  const form = byId('item-form');
  if (!form.dataset.touched) options(form.elements.state, item.states, item.state);
  fill(form, { title: item.title });
  facts(side.querySelector('dl'), [['Project', item.project], ...Object.entries(item.fields),
    ...item.links.map(link => [link.rel, link.url + (link.comment ? '\n' + link.comment : '')])]);
  side.querySelector('.messages').replaceChildren(
    ...item.texts.map(text => message([text.name], text.html, false)),
    ...item.comments.map(one => message([one.by, when(one.created)], one.html, false)));
}

async function refreshPair() {
  const wanted = open;
  const [ticket, item] = await Promise.all([
    wanted.ticket ? call('GET', '/api/tickets/' + wanted.ticket) : null,
    wanted.item ? call('GET', '/api/items/' + wanted.item) : null]);
  if (open !== wanted) return;
  byId('pair-title').textContent = ticket ? ticket.subject || '(no subject)' : item.title;
  showTicket(ticket);
  showItem(item);
}

async function showPair(ticket, item) {
  open = { ticket, item };
  for (const form of byId('pair').querySelectorAll('form')) {
    form.reset();
    delete form.dataset.touched;
    form.querySelector('.said').textContent = '';
  }
  for (const side of byId('pair').querySelectorAll('.side')) delete side.dataset.shown;
  try {
    await refreshPair();
    if (!byId('pair').open) byId('pair').showModal();
    history.replaceState(null, '', ticket ? '#ticket-' + ticket : '#item-' + item);
  } catch (trouble) {
    open = null;
    byId('live').textContent = '○ ' + trouble.message;
  }
}

// "#ticket-12" and "#item-3" open what they name: links in tickets and work items lead here
async function openNamed() {
  const [, kind, id] = location.hash.match(/^#(ticket|item)-(\d+)$/) || [];
  if (!kind) return;
  try {
    const named = await call('GET', `/api/${kind}s/${id}`);
    await (kind === 'ticket' ? showPair(id, named.items[0] || '') : showPair(named.ticket || '', id));
  } catch (trouble) {
    byId('live').textContent = '○ ' + trouble.message;
  }
}

function onSubmit(id, send, done) {
  const form = byId(id), said = form.querySelector('.said');
  form.addEventListener('input', () => { form.dataset.touched = 'yes'; });
  form.addEventListener('submit', async event => {
    event.preventDefault();
    said.className = 'said';
    said.textContent = 'saving …';
    try {
      await send(form.elements);
      delete form.dataset.touched;
      said.textContent = 'saved';
      done(form);
      await refresh();
    } catch (trouble) {
      said.className = 'said bad';
      said.textContent = trouble.message;
    }
  });
}

const labelsOf = text => text.split(',').map(label => label.trim()).filter(label => label);
const emptyText = form => { form.elements.text.value = ''; };

onSubmit('ticket-form', fields => call('PATCH', '/api/tickets/' + open.ticket,
  { subject: fields.subject.value, status: fields.status.value, labels: labelsOf(fields.labels.value) }), () => {});
onSubmit('message-form', fields => call('POST', `/api/tickets/${open.ticket}/messages`,
  { text: fields.text.value, by: fields.by.value, is_note: fields.kind.value === 'note' }), emptyText);
onSubmit('item-form', fields => call('PATCH', '/api/items/' + open.item,
  { title: fields.title.value, state: fields.state.value }), () => {});
onSubmit('comment-form', fields => call('POST', `/api/items/${open.item}/comments`, { text: fields.text.value }), emptyText);
onSubmit('fresh-form', fields => call('POST', '/api/tickets', {
  subject: fields.subject.value, text: fields.text.value, department: fields.department.value,
  priority: fields.priority.value, labels: labelsOf(fields.labels.value), person_email: fields.person_email.value,
}), form => { form.elements.subject.value = ''; emptyText(form); byId('fresh').close(); });

byId('rows').addEventListener('click', event => {
  const card = event.target.closest('button.card');
  if (!card) return;
  const line = card.closest('li');
  showPair(line.dataset.ticket, card.dataset.item || line.dataset.items.split(' ')[0]);
});
for (const button of document.querySelectorAll('[data-close]')) {
  button.addEventListener('click', () => button.closest('dialog').close());
}
byId('pair').addEventListener('close', () => {
  open = null;
  history.replaceState(null, '', '/');
});
byId('new').addEventListener('click', () => byId('fresh').showModal());
const turn = change => { Object.assign(view, change); known = null; lastList = ''; refresh(); };
byId('back').addEventListener('click', () => turn({ page: view.page - 1 }));
byId('forth').addEventListener('click', () => turn({ page: view.page + 1 }));
byId('show').addEventListener('change', event => turn({ show: event.target.value, page: 1 }));
byId('order').addEventListener('change', event => turn({ order: event.target.value, page: 1 }));
let typing;
byId('q').addEventListener('input', event => {
  clearTimeout(typing);
  typing = setTimeout(() => turn({ q: event.target.value, page: 1 }), 250);
});

(async () => {
  choices = await call('GET', '/api/choices');
  const fresh = byId('fresh-form').elements;
  options(fresh.department, choices.departments, choices.departments.includes('Engineering') ? 'Engineering' : '');
  options(fresh.priority, choices.priorities, choices.priorities.includes('Normal') ? 'Normal' : '');
  byId('desk-address').textContent = 'on ' + choices.desk;
  byId('work-address').textContent = 'on ' + choices.work;
  await openNamed();
  window.addEventListener('hashchange', openNamed);
  tick();
})().catch(trouble => { byId('live').textContent = '○ ' + trouble.message; });
)js";

}  // namespace sandbox
