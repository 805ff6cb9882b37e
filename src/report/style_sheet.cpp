#include "report/style_sheet.hpp"

namespace querist::report {

// NOLINTNEXTLINE(readability-function-size): one text, not one thought too many
std::string_view style_sheet() {
    return R"css(
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1d22; --soft: #565d69; --rule: #d7dae0; --panel: #f5f6f8;
  --accent: #1f4fa3; --bar: #4a77c4; --whisker: #10131a; --warn: #7a3300; --warn-paper: #ffe9cf; --open: #b00020;
  --left-1: #fdd9ab; --left-2: #f9b566; --left-3: #e08a2c; --left-4: #b86410; --left-5: #8a4a08;
  --right-1: #cfcbe4; --right-2: #a79dcd; --right-3: #7f70b0; --right-4: #5a4390; --right-5: #371f66;
  --middle: #d2d5da; --hatch: rgb(0 0 0 / .3); --edge: rgb(0 0 0 / .38);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --ink: #e8eaee; --soft: #a6adb9; --rule: #3a3f49; --panel: #1d2026;
    --accent: #9dbcf5; --bar: #4d79c7; --whisker: #ffffff; --warn: #ffd9a8; --warn-paper: #4a2a08; --open: #ff9a9a;
    --hatch: rgb(0 0 0 / .38); --edge: rgb(255 255 255 / .42);
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 4.5rem; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
  overflow-wrap: break-word; }
.patterns { position: absolute; }
main { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
.running { display: none; }
.running.warns { display: block; position: sticky; top: 0; z-index: 1; padding: .5rem 1rem;
  text-align: center; background: var(--warn-paper); color: var(--warn);
  border-bottom: 2px solid currentColor; }
.print-only { display: none; }
h1 { font-size: clamp(1.5rem, 1.1rem + 1.8vw, 2.2rem); line-height: 1.2; margin: .1em 0 .4em;
  text-wrap: balance; }
h2 { font-size: 1.45rem; line-height: 1.25; margin: 3rem 0 .6rem; padding-top: .8rem;
  border-top: 2px solid var(--ink); }
h3 { font-size: 1.12rem; line-height: 1.35; margin: 2.4rem 0 .2rem; overflow-wrap: anywhere; }
.over, .meta { color: var(--soft); font-size: .875rem; margin: 0; }
.over { text-transform: uppercase; letter-spacing: .08em; }
.lead { font-size: 1.15rem; margin: 0 0 1rem; }
dl { margin: 0; display: grid; gap: .15rem; font-size: .9rem; }
dl div { display: grid; grid-template-columns: 15rem 1fr; gap: 0 1rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) { dl div { display: block; margin-bottom: .35rem; } }
.notice { background: var(--panel); border-left: 4px solid var(--accent); padding: .6rem .9rem;
  margin: 1rem 0; }
nav h2 { border: 0; padding: 0; margin: 2rem 0 .3rem; font-size: 1.12rem; }
nav ol { margin: 0; padding-left: 1.3rem; }
nav ol ol { list-style: none; padding-left: .8rem; }
nav li { margin: .3rem 0; }
a { color: var(--accent); text-underline-offset: .15em; }
nav a, .short a { text-decoration: none; }
:is(nav, .short) a:is(:hover, :focus-visible) { text-decoration: underline; }
.question { font-size: 1.2rem; font-style: italic; margin: 0 0 1rem; }
.answer { font-size: 1.05rem; max-width: 46rem; margin: .5rem 0 1rem; }
.short { padding-left: 1.1rem; max-width: 50rem; }
.short li { margin: .6rem 0; }
.short span { display: block; }
.note { color: var(--soft); font-size: .875rem; max-width: 46rem; margin: .4rem 0; }
.method { max-width: 46rem; font-size: .9rem; }
.method li { margin: .35rem 0; }
figure { margin: 0 0 1rem; }
figcaption { font-size: .875rem; margin-top: .4rem; }
.stamp { display: block; color: var(--soft); font-weight: 400; font-size: .8125rem; }
@media (min-width: 60rem) {
  .pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 2rem; align-items: start; }
  .pair:has(.grid) { grid-template-columns: minmax(0, 1fr); }
  .pair:has(.grid) figure { max-width: 44rem; }
}
/* A shadow lies at each end beyond which the table goes on; the ends of the table cover it. */
.scroll { overflow-x: auto; margin: 0 0 .8rem;
  background: linear-gradient(to right, var(--paper) 40%, transparent) 0 0 / 3rem 100% no-repeat local,
    linear-gradient(to left, var(--paper) 40%, transparent) 100% 0 / 3rem 100% no-repeat local,
    linear-gradient(to right, var(--edge), transparent) 0 0 / 1rem 100% no-repeat scroll,
    linear-gradient(to left, var(--edge), transparent) 100% 0 / 1rem 100% no-repeat scroll; }
.scroll:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
table.flow, table.numbers { width: auto; min-width: min(24rem, 100%); }
caption { max-width: calc(100vw - 2rem); text-align: left; margin-bottom: .35rem; font-size: .875rem; }
th, td { padding: .3rem .55rem; text-align: right; vertical-align: top;
  border-bottom: 1px solid var(--rule); }
th:first-child { text-align: left; padding-left: 0; font-weight: 400; }
thead th, thead th:first-child { font-weight: 600; vertical-align: bottom;
  border-bottom: 1.5px solid var(--ink); }
tbody th { overflow-wrap: anywhere; }
td { white-space: nowrap; }
th small, td small { display: block; color: var(--soft); font-size: .8125rem; }
tfoot th, tfoot td { border-bottom: 0; padding-block: .12rem; color: var(--soft); font-weight: 400; }
tfoot tr:first-child > * { padding-top: .45rem; border-top: 1.5px solid var(--ink); }
tfoot .sum > *, .flow .sum > * { font-weight: 600; color: var(--ink); }
.flow .part th { padding-left: 1.2rem; }
.grid th:first-child { min-width: 9rem; }
.grid td.words { white-space: normal; text-align: left; min-width: 8rem; }
.grid thead .words { text-align: left; }
/* On a narrow screen the gaps lie beside it: wrapped, they would make rows high and blank. */
@media screen and (max-width: 40rem) { .grid td.words { white-space: nowrap; } }
.laid .words, .laid .text, .checklist th, .checklist td { text-align: left; }
.laid .text, .checklist td, .laid .over-columns th { white-space: normal; }
.laid .text { min-width: 14rem; }
.laid thead th { min-width: 4.5rem; }
.note + .scroll, .scroll + .scroll { margin-top: 1.4rem; }
.laid .over-columns th, .laid .over-columns td { border-bottom: 0; font-weight: 400; text-align: center;
  color: var(--soft); padding-left: .55rem; }
.laid tbody th:first-child { min-width: 8rem; }
.checklist th:first-child { width: 38%; min-width: 12rem; }
.checklist td { min-width: 12rem; }
.checklist .state { min-width: 0; font-weight: 600; }
.checklist .open .state { color: var(--open); }
.checklist .open td:last-child { color: var(--open); }
.standing { font-size: .75rem; letter-spacing: .04em; text-transform: uppercase; padding: .1rem .4rem;
  border: 1px solid currentColor; border-radius: .2rem; margin-right: .3rem; }
.standing.planned { color: var(--accent); }
.standing.exploratory { color: var(--warn); border-style: dashed; }
.expects { border-left: 3px solid var(--rule); padding-left: .8rem; margin: .6rem 0; max-width: 46rem; }
.figures, .short small { color: var(--soft); font-size: .875rem; }
.short small { display: block; }
.figures { margin: -.6rem 0 1rem; max-width: 46rem; }
.found .question { margin: 1.2rem 0 .3rem; }
.quotes th:first-child { width: 7rem; }
.quotes tbody th { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .8125rem;
  white-space: nowrap; overflow-wrap: normal; }
.quotes td, .quotes thead th { text-align: left; }
.quotes td { white-space: pre-wrap; overflow-wrap: anywhere; }
.plot { display: block; overflow: visible; font-family: inherit; font-variant-numeric: tabular-nums; }
.plot text { fill: var(--ink); font-size: 13px; }
.plot .label, .plot .value { paint-order: stroke; stroke: var(--paper); stroke-width: 4px;
  stroke-linejoin: round; }
.plot .tick { fill: var(--soft); font-size: 12px; }
.plot .centre { text-anchor: middle; }
.plot .end { text-anchor: end; }
.plot .value { font-weight: 600; }
.plot .bar { fill: var(--bar); }
.plot .box { fill: none; stroke: var(--ink); stroke-width: 1.5; }
.plot .whisker { stroke: var(--whisker); stroke-width: 1.5; }
.plot .gridline { stroke: var(--rule); }
.plot .axis, .plot .centre-line { stroke: var(--ink); stroke-width: 1.5; }
.plot .segment { stroke: var(--paper); stroke-width: 1; }
.plot .pattern { fill: none; }
.hatch { stroke: var(--hatch); stroke-width: 1; fill: none; }
.plot .inside { font-weight: 600; font-size: 12px; fill: #16181c; paint-order: stroke;
  stroke: rgb(255 255 255 / .75); stroke-width: 3px; stroke-linejoin: round; }
.segment.middle { fill: var(--middle); }
.segment.left-1 { fill: var(--left-1); } .segment.left-2 { fill: var(--left-2); }
.segment.left-3 { fill: var(--left-3); } .segment.left-4 { fill: var(--left-4); }
.segment.left-5 { fill: var(--left-5); }
.segment.right-1 { fill: var(--right-1); } .segment.right-2 { fill: var(--right-2); }
.segment.right-3 { fill: var(--right-3); } .segment.right-4 { fill: var(--right-4); }
.segment.right-5 { fill: var(--right-5); }
.plot .pattern.left-2 { fill: url(#pattern-left-2); } .plot .pattern.left-3 { fill: url(#pattern-left-3); }
.plot .pattern.left-4 { fill: url(#pattern-left-4); } .plot .pattern.left-5 { fill: url(#pattern-left-5); }
.plot .pattern.right-2 { fill: url(#pattern-right-2); } .plot .pattern.right-3 { fill: url(#pattern-right-3); }
.plot .pattern.right-4 { fill: url(#pattern-right-4); } .plot .pattern.right-5 { fill: url(#pattern-right-5); }
@page { size: A4; margin: 14mm 16mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
@media print {
  :root { color-scheme: light;
    --paper: #fff; --ink: #000; --soft: #444; --rule: #bbb; --panel: #fff; --accent: #000;
    --whisker: #000; --warn: #000; --warn-paper: #fff; --bar: #7f9fd4; --hatch: rgb(0 0 0 / .35); }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  html { font-size: 9.5pt; }
  .grid { font-size: 7.5pt; table-layout: fixed; }
  .grid td, .grid th { white-space: normal; padding-inline: .3rem; }
  .grid th:first-child { min-width: 0; width: 22%; }
  .grid td.words { min-width: 0; }
  /* A table's header group is the one thing that every browser repeats on every page. */
  .sheet { display: table; width: 100%; table-layout: fixed; }
  .running, .running.warns { display: table-header-group; break-inside: avoid; position: static; text-align: left; border: 0;
    font-size: 8pt; padding: 0; }
  .running strong { display: block; text-align: center; border: 1.5pt solid #000; padding: 1mm; }
  .running:not(.warns) strong { display: none; }
  .running .print-only { display: block; border-bottom: .5pt solid #000; padding: 1mm 0; margin-bottom: 4mm; }
  main { display: block; max-width: none; padding: 0; }
  h2, h3, .answer, .meta, caption { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  .scroll { overflow: visible; background: none; }
  .pair { display: block; }
  .pair figure { max-width: 130mm; }
  nav { break-after: page; }
  a { text-decoration: none; }
}
)css";
}

}  // namespace querist::report
