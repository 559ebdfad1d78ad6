#include "sandbox/pages/text.h"

namespace sandbox {

const std::string_view page_style = R"css(
:root { color-scheme: light dark;
  --ground: #f5f6f8; --card: #ffffff; --ink: #1c2430; --soft: #5b6675; --line: #d9dee5;
  --desk: #0b6b63; --desk-soft: #e0f2ef; --work: #2a4fa8; --work-soft: #e6ecfa; --note: #fff6dc;
  --warn: #9a3412; --focus: #b45309;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14181f; --card: #1d232c; --ink: #e8ecf1; --soft: #a3adba; --line: #333c49;
    --desk: #5cc9bb; --desk-soft: #17332f; --work: #93b1f5; --work-soft: #1e2a47; --note: #3a3218;
    --warn: #fdba74; --focus: #fbbf24;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.45 system-ui, "Segoe UI", "Noto Sans", "Helvetica Neue", sans-serif; }
button, input, select, textarea { font: inherit; color: inherit; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 1px; }
.skip { position: absolute; left: -99em; }
.skip:focus { left: 1em; top: 1em; background: var(--card); padding: .5em 1em; z-index: 9; }
header { background: var(--card); border-bottom: 1px solid var(--line); padding: .9rem 1.25rem .7rem;
  position: sticky; top: 0; z-index: 2; }
.headline { display: flex; flex-wrap: wrap; gap: .4rem 1.5rem; align-items: baseline; }
h1 { font-size: 1.2rem; margin: 0; }
.totals { color: var(--soft); margin: 0; }
.totals b { color: var(--ink); font-variant-numeric: tabular-nums; }
.tools { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .6rem; align-items: center; }
.tools label { color: var(--soft); }
input, select, textarea { background: var(--ground); border: 1px solid var(--line); border-radius: 6px;
  padding: .35rem .55rem; }
input[type=search] { width: min(24rem, 60vw); }
button { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .35rem .8rem;
  cursor: pointer; }
button:hover:not(:disabled) { border-color: var(--soft); }
button:disabled { opacity: .45; cursor: default; }
button.main { background: var(--desk); border-color: var(--desk); color: var(--card); font-weight: 600; }
.work button.main { background: var(--work); border-color: var(--work); }
main { padding: 0 1.25rem 2rem; max-width: 108rem; margin: 0 auto; }
.heads, .pair { display: grid; grid-template-columns: minmax(0, 1fr) 2.4rem minmax(0, 1fr); align-items: stretch; }
.heads { padding: .8rem 0 .35rem; color: var(--soft); }
.heads h2 { font-size: .95rem; margin: 0; }
.heads .desk { color: var(--desk); }
.heads .work { color: var(--work); grid-column: 3; }
#rows { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; }
.arrow { display: grid; place-items: center; color: var(--soft); font-size: 1.2rem; }
.card { display: block; width: 100%; height: 100%; text-align: start; background: var(--card);
  border: 1px solid var(--line); border-inline-start: 4px solid var(--desk); border-radius: 8px; padding: .5rem .75rem; }
.card.work { border-inline-start-color: var(--work); }
.card.none { border-style: dashed; border-inline-start: 1px dashed var(--line); background: transparent;
  color: var(--soft); display: grid; place-items: center; min-height: 3.2rem; }
.card.fresh { animation: fresh 4s ease-out; }
@keyframes fresh { from { background: var(--work-soft); box-shadow: 0 0 0 3px var(--work); } }
@media (prefers-reduced-motion: reduce) { .card.fresh { animation: none; } }
.stack { display: grid; gap: .5rem; }
.title { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden;
  font-weight: 600; overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: .25rem .6rem; margin-top: .25rem; color: var(--soft); font-size: .85rem; }
.chip { background: var(--desk-soft); color: var(--ink); border-radius: 999px; padding: 0 .55rem; }
.work .chip { background: var(--work-soft); }
.chip.state { font-weight: 600; }
.pager { display: flex; gap: .75rem; align-items: center; justify-content: center; margin: 1rem 0; }
.nothing { text-align: center; color: var(--soft); padding: 3rem 1rem; }
dialog { width: min(96rem, 96vw); max-height: 94vh; border: 1px solid var(--line); border-radius: 12px;
  background: var(--ground); color: var(--ink); padding: 0; }
dialog.narrow { width: min(40rem, 96vw); }
dialog::backdrop { background: rgb(0 0 0 / .45); }
.bar { display: flex; justify-content: space-between; align-items: center; padding: .7rem 1rem;
  border-bottom: 1px solid var(--line); background: var(--card); position: sticky; top: 0; z-index: 1; }
.bar h2 { font-size: 1.05rem; margin: 0; }
.sides { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1rem; padding: 1rem; }
.side { min-width: 0; }
.side > h3 { margin: 0 0 .5rem; color: var(--desk); font-size: 1rem; }
.side.work > h3 { color: var(--work); }
form { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .75rem; display: grid;
  gap: .5rem; margin-bottom: .75rem; }
form label { display: grid; gap: .15rem; color: var(--soft); font-size: .85rem; }
form label > * { color: var(--ink); font-size: .95rem; width: 100%; }
.row { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .5rem; }
.act { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
.said { color: var(--soft); }
.said.bad { color: var(--warn); font-weight: 600; }
.message { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin-bottom: .6rem;
  overflow: hidden; }
.message.note { background: var(--note); }
.message > p { margin: 0; padding: .4rem .75rem; color: var(--soft); font-size: .85rem; display: flex; gap: .6rem;
  flex-wrap: wrap; border-bottom: 1px solid var(--line); }
.message iframe { width: 100%; border: 0; display: block; background: #ffffff; height: 3rem; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem .8rem; margin: 0 0 .75rem;
  font-size: .9rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
h4 { margin: .75rem 0 .35rem; font-size: .9rem; color: var(--soft); }
@media (max-width: 52rem) {
  .heads, .pair, .sides { grid-template-columns: minmax(0, 1fr); }
  .heads .work { grid-column: 1; } .arrow { transform: rotate(90deg); }
}
)css";

}  // namespace sandbox
