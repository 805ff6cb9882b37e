#pragma once

// Internal to instrument: how the protocol document looks, on a screen and on paper.

namespace querist::instrument::protocol {

inline constexpr const char* style_sheet = R"css(
:root{color-scheme:light dark;--paper:#fdfdfb;--ink:#1d2328;--quiet:#5a646c;--line:#d9dcd8;
--card:#fff;--said:#f3f5f2;--accent:#0b5d66;--added:#7a4a00;--known:#3c4f8a;--open:#a3232b}
@media (prefers-color-scheme:dark){:root{--paper:#15181a;--ink:#e6e8e6;--quiet:#a3acb1;
--line:#353b3f;--card:#1c2022;--said:#202528;--accent:#6fc3cc;--added:#e5b566;--known:#aab8ee;
--open:#f3959a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:46rem;margin:0 auto;padding:2rem 1.25rem 4rem;overflow-wrap:break-word}
h1{font-size:1.75rem;line-height:1.25;margin:0 0 1.25rem}
h2{font-size:1.3rem;line-height:1.3;margin:2.75rem 0 .75rem;padding-bottom:.3rem;
border-bottom:2px solid var(--accent)}
h3{font-size:1.1rem;margin:2rem 0 .75rem}
h4{font-size:1rem;margin:0 0 .25rem;display:flex;gap:.5rem}
h4 span:last-child{white-space:pre-line;min-width:0}
h2 small,h3 small{font-weight:400;font-size:.85rem;color:var(--quiet);margin-left:.5rem}
p{margin:.5rem 0;white-space:pre-line}
code{font:.86em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.25rem;margin:.75rem 0}
dt{color:var(--quiet)}
dd{margin:0;min-width:0}
ul,ol{margin:.5rem 0;padding-left:1.6rem}
ol{list-style:lower-alpha}
li{margin:.2rem 0}
.quiet,.answer{color:var(--quiet)}
.answer{font-size:.88rem;margin:0 0 .5rem}
.title{font-weight:600;font-size:.92rem;margin:.9rem 0 .25rem}
.question{background:var(--card);border:1px solid var(--line);border-radius:.5rem;
padding:1rem 1.15rem;margin:.9rem 0}
.number{color:var(--accent);flex:none}
.said{background:var(--said);border-left:4px solid var(--line);padding:.75rem 1.15rem;margin:1rem 0;
border-radius:0 .4rem .4rem 0}
.said p{white-space:normal}
.said>:first-child{margin-top:0}
.said>:last-child{margin-bottom:0}
.said table{border-collapse:collapse}
.said td,.said th{border:1px solid var(--line);padding:.25rem .5rem}
.notes{list-style:none;padding:0;margin:.6rem 0 0}
.notes li{font-size:.9rem;border-left:3px solid var(--line);padding-left:.65rem;margin:.35rem 0}
.notes b{font-weight:600}
.notes .condition{border-color:var(--accent)}
.notes .added{border-color:var(--added)}
.notes .added b{color:var(--added)}
.notes .acknowledged{border-color:var(--known)}
.notes .acknowledged b{color:var(--known)}
.notes .finding{border-color:var(--open)}
.notes .finding b{color:var(--open)}
a{color:var(--accent)}
@media (max-width:32rem){main{padding:1.25rem 1rem 3rem}h1{font-size:1.4rem}
dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}.question{padding:.85rem .9rem}}
@media print{:root{--paper:#fff;--ink:#000;--quiet:#444;--line:#bbb;--card:#fff;--said:#fff;
--accent:#000;--added:#000;--known:#000;--open:#000}body{font-size:10.5pt}
main{max-width:none;padding:0}.question,li{break-inside:avoid}h2,h3,h4{break-after:avoid}}
)css";

}  // namespace querist::instrument::protocol
