import assert from 'node:assert/strict';
import { account, assertPerson, located, refusalOf } from './world.mjs';

const ticket = 'https://desk.example/app#/t:ticket/77';
const add = (path, value) => ({ op: 'add', path, value });
const test = (path, value) => ({ op: 'test', path, value });

async function create(world) {
    const { wit, project, odd } = world;
    const made = await wit.createWorkItem(null, [
        add('/fields/System.Title', 'Printer burns — “smoke” 煙 🔥'),
        add('/fields/System.Description', '<p>Since <b>Monday</b> &amp; twice.</p>'),
        add('/fields/System.Tags', 'desk; urgent'),
        add('/fields/System.AssignedTo', account),
        add('/relations/-', { rel: 'Hyperlink', url: ticket, attributes: { comment: 'deskbridge:1 wire' } }),
    ], project, 'Bug');
    world.items.bug = made.id;
    assert.equal(made.rev, 1);
    assert.equal(made.fields['System.Title'], 'Printer burns — “smoke” 煙 🔥');
    assert.equal(made.fields['System.WorkItemType'], 'Bug');
    assert.equal(made.fields['System.TeamProject'], project);
    assert.equal(made.fields['System.Tags'], 'desk; urgent');
    assertPerson(made.fields['System.AssignedTo'], account);
    assertPerson(made.fields['System.CreatedBy'], account);
    assert.match(made._links.html.href, new RegExp(`/_workitems/edit/${made.id}$`));
    const item = await wit.createWorkItem(null, [add('/fields/System.Title', 'Odd')], odd, 'Product Backlog Item');
    world.items.odd = item.id;
    assert.equal(item.fields['System.AreaPath'], odd);
}

async function validateOnly({ wit, project, items }) {
    const tried = await wit.createWorkItem(null, [add('/fields/System.Title', 'Not kept')], project, 'Bug', true);
    assert.equal(tried.fields['System.Title'], 'Not kept');
    const title = [add('/fields/System.Title', 'Not kept either')];
    const changed = await wit.updateWorkItem(null, title, items.bug, project, true);
    assert.equal(changed.fields['System.Title'], 'Printer burns — “smoke” 煙 🔥', 'answered as it is');
    const query = "SELECT [System.Id] FROM WorkItems WHERE [System.Title] CONTAINS 'Not kept'";
    assert.deepEqual((await wit.queryByWiql({ query }, { project })).workItems, []);
    assert.equal((await wit.getWorkItem(items.bug)).rev, 1);
}

async function ruleErrors({ wit, project }) {
    const error = await refusalOf(
        wit.createWorkItem(null, [add('/fields/System.Description', 'No title')], project, 'Bug'));
    assert.equal(error.statusCode, 400);
    assert.equal(error.result.typeKey, 'RuleValidationException');
    assert.match(error.message, /TF401320/);
    const [rule] = error.result.customProperties.RuleValidationErrors;
    assert.equal(rule.fieldReferenceName, 'System.Title');
    const typo = await refusalOf(wit.createWorkItem(null,
        [add('/fields/System.Title', 'x'), add('/fields/Custom.NoSuch', 'x')], project, 'Bug'));
    assert.match(typo.message, /TF51535/);
    assert.equal(await wit.createWorkItem(null, [add('/fields/System.Title', 'x')], project, 'Nothing'), null);
}

async function get({ wit, project, items, work }) {
    const all = await wit.getWorkItem(items.bug, undefined, undefined, work.WorkItemExpand.All, project);
    assert.equal(all.relations[0].url, ticket);
    assert.equal(all.relations[0].attributes.comment, 'deskbridge:1 wire');
    assert.equal(all.fields['System.Description'], '<p>Since <b>Monday</b> &amp; twice.</p>');
    assert.ok(all._links.workItemUpdates.href);
    assert.match(all.fields['System.CreatedDate'], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    const few = await wit.getWorkItem(items.bug, ['System.Id', 'System.Title']);
    assert.deepEqual(Object.keys(few.fields).sort(), ['System.Id', 'System.Title']);
    const before = await wit.getWorkItem(items.bug, undefined, new Date('2001-01-01T00:00:00Z'));
    assert.equal(before, null, 'there was nothing in 2001');
    const later = new Date(Date.parse(all.fields['System.CreatedDate']) + 86_400_000);
    assert.equal((await wit.getWorkItem(items.bug, undefined, later)).rev, 1);
    assert.equal(await wit.getWorkItem(999_999), null);
}

async function list({ wit, items, work }) {
    const ids = [items.bug, 999_999, items.odd];
    const { Omit, Fail } = work.WorkItemErrorPolicy;
    const rows = await wit.getWorkItems(ids, undefined, undefined, work.WorkItemExpand.Relations, Omit);
    assert.deepEqual(rows.filter(Boolean).map((row) => row.id), [items.bug, items.odd]);
    assert.equal(rows[0].relations.length, 1);
    assert.equal(await wit.getWorkItems(ids, undefined, undefined, undefined, Fail), null, 'one hidden id hides all');
    const both = await refusalOf(wit.getWorkItems([items.bug], ['System.Id'], undefined, work.WorkItemExpand.Relations));
    assert.equal(both.statusCode, 400);
    const many = await refusalOf(wit.getWorkItems(Array.from({ length: 201 }, (_, i) => i + 1)));
    assert.match(many.message, /VS403474/);
}

async function workItemsBatch({ wit, items, work, project, odd }) {
    const ask = (more, scope) => wit.getWorkItemsBatch({ ids: [items.bug, 999_999, items.odd], ...more }, scope);
    const rows = await ask({ errorPolicy: work.WorkItemErrorPolicy.Omit, $expand: work.WorkItemExpand.Relations });
    assert.deepEqual(rows.filter(Boolean).map((row) => row.id), [items.bug, items.odd]);
    assert.equal(rows[0].relations[0].url, ticket);
    const few = await ask({ errorPolicy: work.WorkItemErrorPolicy.Omit, fields: ['System.Title'] }, project);
    assert.deepEqual(few.filter(Boolean).map((row) => row.fields),
        [{ 'System.Title': 'Printer burns — “smoke” 煙 🔥' }]);
    assert.equal(await ask({ errorPolicy: work.WorkItemErrorPolicy.Fail }), null);
    assert.equal((await wit.getWorkItemsBatch({ ids: [items.odd] }, odd)).length, 1);
}

async function update({ wit, project, items }) {
    const active = await wit.updateWorkItem(null,
        [test('/rev', 1), add('/fields/System.State', 'Active'), add('/fields/System.History', 'On it.')],
        items.bug, project);
    assert.equal(active.rev, 2);
    assert.equal(active.fields['System.State'], 'Active');
    const late = await refusalOf(wit.updateWorkItem(null,
        [test('/rev', 1), add('/fields/System.Title', 'Lost')], items.bug, project));
    assert.equal(late.statusCode, 412);
    assert.equal(late.result.typeKey, 'TestPatchOperationFailedException');
    assert.match(late.message, /VS403351/);
    assert.equal((await wit.getWorkItem(items.bug)).rev, 2);
    const tagged = await wit.updateWorkItem(null, [add('/fields/System.Tags', 'desk')], items.bug);
    assert.equal(tagged.fields['System.Tags'], 'desk');
    const unassigned = await wit.updateWorkItem(null,
        [{ op: 'remove', path: '/fields/System.AssignedTo' }], items.bug);
    assert.equal(unassigned.fields['System.AssignedTo'], undefined);
}

/** Services only: a long text that is Markdown says so, and keeps its characters. */
async function markdown({ wit, project }) {
    const text = '# Steps\n\n- **one** &lt;tag&gt;\n- `two`';
    const item = await wit.createWorkItem(null, [
        add('/fields/System.Title', 'In Markdown'),
        add('/fields/System.Description', text),
        add('/multilineFieldsFormat/System.Description', 'Markdown'),
    ], project, 'User Story');
    assert.equal(item.multilineFieldsFormat['System.Description'].toLowerCase(), 'markdown');
    const again = await wit.getWorkItem(item.id);
    assert.equal(again.fields['System.Description'], text);
    assert.equal(again.multilineFieldsFormat['System.Description'].toLowerCase(), 'markdown');
}

async function links({ wit, project, items, sandbox, work }) {
    const parent = await wit.createWorkItem(null, [add('/fields/System.Title', 'Parent')], project, 'Feature');
    const url = `${sandbox.base}/_apis/wit/workItems/${parent.id}`;
    const before = (await wit.getWorkItem(items.bug)).rev;
    const linked = await wit.updateWorkItem(null,
        [add('/relations/-', { rel: 'System.LinkTypes.Hierarchy-Reverse', url })], items.bug, undefined, undefined,
        undefined, undefined, work.WorkItemExpand.Relations);
    assert.equal(linked.rev, before, 'recorded: links between items raise no revision');
    const at = linked.relations.findIndex((relation) => relation.rel === 'System.LinkTypes.Hierarchy-Reverse');
    assert.match(linked.relations[at].url, new RegExp(`/workItems/${parent.id}$`));
    const other = await wit.getWorkItem(parent.id, undefined, undefined, work.WorkItemExpand.Relations);
    assert.equal(other.relations[0].rel, 'System.LinkTypes.Hierarchy-Forward');
    const freed = await wit.updateWorkItem(null, [{ op: 'remove', path: `/relations/${at}` }], items.bug);
    assert.ok(!(freed.relations ?? []).some((relation) => relation.rel.startsWith('System.LinkTypes')));
}

/** No method of the client: its own negotiation and its own REST layer send it. */
async function batch(world) {
    const { wit, project, items } = world;
    const { requestUrl, apiVersion } = await located(world, '7.1', '92eefc1f-1e81-473d-88d6-749205248dc3', {});
    assert.match(requestUrl, /\/_apis\/wit\/\$batch$/);
    const part = (uri, body) => ({
        method: 'PATCH', uri: `${uri}?api-version=${apiVersion}`, body,
        headers: { 'Content-Type': 'application/json-patch+json' },
    });
    const { result } = await wit.rest.create(requestUrl, [
        part(`/${project}/_apis/wit/workItems/$Task`,
            [add('/id', '-1'), add('/fields/System.Title', 'One of many')]),
        part(`/_apis/wit/workItems/${items.bug}`, [test('/rev', 1), add('/fields/System.Title', 'Late')]),
    ], wit.createRequestOptions('application/json', apiVersion));
    assert.deepEqual(result.value.map((answer) => answer.code), [200, 412]);
    const made = JSON.parse(result.value[0].body);
    assert.equal(made.fields['System.Title'], 'One of many');
    assert.equal((await wit.getWorkItem(made.id)).rev, 1);
}

export const items = [
    { name: 'create', run: create },
    { name: 'create, validateOnly', run: validateOnly },
    { name: 'create, refused', run: ruleErrors },
    { name: 'get', run: get },
    { name: 'list', run: list },
    { name: 'workitemsbatch', run: workItemsBatch },
    { name: 'update, test /rev, 412', run: update },
    { name: 'Markdown fields', hosted: true, run: markdown },
    { name: 'links of items', run: links },
    { name: '$batch', run: batch },
];
