#include "sandbox/pages/text.h"

namespace sandbox {

const std::string_view page_body = R"html(
<a class="skip" href="#rows">Skip to the tickets</a>
<header>
  <div class="headline">
    <h1>deskbridge sandbox</h1>
    <p class="totals"><b id="n-tickets">–</b> tickets, <b id="n-items">–</b> work items,
      <b id="n-linked">–</b> tickets have become one</p>
    <p class="totals" id="live" role="status">connecting …</p>
  </div>
  <div class="tools" role="search">
    <label for="q">Find</label>
    <input type="search" id="q" placeholder="word, number, label, state, person" autocomplete="off">
    <label for="show">Show</label>
    <select id="show">
      <option value="all">all tickets</option>
      <option value="linked">tickets with a work item</option>
      <option value="unlinked">tickets without a work item</option>
      <option value="orphans">work items without a ticket</option>
    </select>
    <label for="order">Order</label>
    <select id="order">
      <option value="newest">newest first</option>
      <option value="oldest">oldest first</option>
    </select>
    <button type="button" class="main" id="new">New ticket</button>
  </div>
</header>
<main>
  <div class="heads">
    <h2 class="desk">Tickets <span id="desk-address"></span></h2>
    <h2 class="work">Work items <span id="work-address"></span></h2>
  </div>
  <ol id="rows" tabindex="-1"></ol>
  <nav class="pager" aria-label="Pages">
    <button type="button" id="back">Back</button>
    <span id="where"></span>
    <button type="button" id="forth">Forth</button>
  </nav>
</main>

<dialog id="pair" aria-labelledby="pair-title">
  <div class="bar"><h2 id="pair-title"></h2><button type="button" data-close>Close</button></div>
  <div class="sides">
    <section class="side" id="ticket-side" aria-label="Ticket">
      <h3></h3>
      <form id="ticket-form">
        <label>Subject <input name="subject" dir="auto" required maxlength="1000"></label>
        <div class="row">
          <label>Status <select name="status"></select></label>
          <label>Labels, separated by commas <input name="labels"></label>
        </div>
        <div class="act"><button class="main">Save ticket</button><span class="said" role="status"></span></div>
      </form>
      <dl></dl>
      <h4>Messages</h4>
      <div class="messages"></div>
      <form id="message-form">
        <label>Answer or note <textarea name="text" rows="3" dir="auto" required></textarea></label>
        <div class="row">
          <label>Written by <select name="by"></select></label>
          <label>Seen by <select name="kind"><option value="reply">customer and agents (reply)</option>
            <option value="note">agents alone (note)</option></select></label>
        </div>
        <div class="act"><button class="main">Add to ticket</button><span class="said" role="status"></span></div>
      </form>
    </section>
    <section class="side work" id="item-side" aria-label="Work item">
      <h3></h3>
      <form id="item-form">
        <label>Title <input name="title" dir="auto" required maxlength="255"></label>
        <div class="row"><label>State <select name="state"></select></label></div>
        <div class="act"><button class="main">Save work item</button><span class="said" role="status"></span></div>
      </form>
      <dl></dl>
      <h4>Texts and comments</h4>
      <div class="messages"></div>
      <form id="comment-form">
        <label>Comment <textarea name="text" rows="3" dir="auto" required></textarea></label>
        <div class="act"><button class="main">Add to work item</button><span class="said" role="status"></span></div>
      </form>
    </section>
  </div>
</dialog>

<dialog id="fresh" class="narrow" aria-labelledby="fresh-title">
  <div class="bar"><h2 id="fresh-title">New ticket</h2><button type="button" data-close>Close</button></div>
  <div class="sides" style="grid-template-columns: minmax(0, 1fr)">
    <form id="fresh-form">
      <label>Subject <input name="subject" dir="auto" required maxlength="1000"></label>
      <label>Message <textarea name="text" rows="6" dir="auto" required></textarea></label>
      <div class="row">
        <label>Department <select name="department"></select></label>
        <label>Priority <select name="priority"></select></label>
      </div>
      <div class="row">
        <label>Labels, separated by commas <input name="labels" value="bug"></label>
        <label>From (e-mail) <input name="person_email" type="email" value="visitor@example.com" required></label>
      </div>
      <div class="act"><button class="main">Create ticket</button><span class="said" role="status"></span></div>
    </form>
  </div>
</dialog>
<script src="/script.js"></script>
)html";

}  // namespace sandbox
