/** The one style sheet: follows the reader's colour scheme, works from a phone's width on, animates nothing. */
export const style = `:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f9, #14171c);
  --card: light-dark(#ffffff, #1c2027);
  --line: light-dark(#d9dee5, #333a45);
  --text: light-dark(#171b21, #e8ebf0);
  --quiet: light-dark(#57606c, #9aa4b2);
  --link: light-dark(#0b57b8, #82b4ff);
  --bad: light-dark(#b3261e, #ff8a80);
  --bad-back: light-dark(#fdeceb, #3b1e1d);
  --busy: light-dark(#1d5fa8, #8ebcff);
  --busy-back: light-dark(#e8f1fc, #1b2c42);
  --good: light-dark(#1b6e3c, #7fd6a0);
  --good-back: light-dark(#e7f5ec, #18301f);
  --code: light-dark(#eef1f5, #262c35);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main, footer, .top { max-width: 78rem; margin: 0 auto; padding: 0 1.25rem; }
main { padding-bottom: 2rem; }
main:focus { outline: none; }
a { color: var(--link); text-underline-offset: 0.15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
p { margin: 0.25rem 0; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 1.25rem 0 1rem; overflow-wrap: anywhere; }
h1 .quiet { font-size: 1rem; font-weight: 400; }
h2 { font-size: 1.1rem; margin: 2rem 0 0.75rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
ul.plain { list-style: none; margin: 0; padding: 0; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--card); padding: 0.5rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.quiet { color: var(--quiet); font-weight: 400; }
.top { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; align-items: baseline; padding-top: 0.9rem;
  padding-bottom: 0.7rem; border-bottom: 1px solid var(--line); }
.brand { font-weight: 700; font-size: 1.15rem; color: var(--text); text-decoration: none; letter-spacing: -0.01em; }
nav a { display: inline-block; padding: 0.25rem 0; margin-right: 1rem; }
nav a[aria-current] { color: var(--text); font-weight: 600; text-decoration-thickness: 2px; }
.as-of { margin-left: auto; color: var(--quiet); font-size: 0.85rem; font-variant-numeric: tabular-nums; }
footer { color: var(--quiet); font-size: 0.85rem; padding-top: 1rem; padding-bottom: 2rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: 0.75rem; list-style: none;
  padding: 0; margin: 0 0 1rem; }
.tile { display: block; background: var(--card); border: 1px solid var(--line); border-top: 4px solid var(--line);
  border-radius: 6px; padding: 0.7rem 0.9rem; text-decoration: none; color: var(--text); height: 100%; }
.tile:hover .label { text-decoration: underline; }
.tile[aria-current="true"] { box-shadow: inset 0 0 0 2px var(--link); }
.tile .count { display: block; font-size: 1.9rem; line-height: 1.15; font-weight: 650; font-variant-numeric: tabular-nums; }
.tile.attention { border-top-color: var(--bad); } .tile.attention .count { color: var(--bad); }
.tile.progress { border-top-color: var(--busy); } .tile.progress .count { color: var(--busy); }
.tile.well { border-top-color: var(--good); } .tile.well .count { color: var(--good); }
.tile.zero .count { color: var(--quiet); } .tile.zero { border-top-color: var(--line); }
.filters { display: flex; flex-wrap: wrap; gap: 0.6rem 0.9rem; align-items: end; margin: 0 0 1rem; }
.filters label { display: grid; gap: 0.15rem; font-size: 0.85rem; color: var(--quiet); }
.filters input, .filters select, .filters button { font: inherit; font-size: 0.95rem; color: var(--text);
  background: var(--card); border: 1px solid var(--quiet); border-radius: 5px; padding: 0.35rem 0.5rem; min-height: 2.3rem;
  max-width: 16rem; }
.filters button { background: var(--link); border-color: var(--link); color: var(--card); font-weight: 600; padding: 0.35rem 1rem; }
.filters > a { padding: 0.4rem 0; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
th, td { text-align: left; vertical-align: top; padding: 0.65rem 0.8rem; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; font-weight: 400; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { font-size: 0.8rem; color: var(--quiet); font-weight: 600; padding-top: 0.5rem; padding-bottom: 0.5rem; white-space: nowrap; }
.name { font-weight: 600; }
.names { font-size: 0.9rem; }
th p.quiet, td p.quiet { font-size: 0.85rem; }
.certificates td:first-child, .issuers td:first-child { white-space: nowrap; width: 1%; }
.certificates tbody th { width: 26%; } .certificates .why { width: 40%; }
.words { max-width: 60rem; overflow-wrap: anywhere; }
.actor { font-size: 0.9rem; }
.badge { display: inline-block; border-radius: 4px; padding: 0.1rem 0.5rem; font-size: 0.85rem; font-weight: 600;
  white-space: nowrap; background: var(--code); color: var(--text); }
.badge.attention, .badge.failed { background: var(--bad-back); color: var(--bad); }
.badge.progress, .badge.working { background: var(--busy-back); color: var(--busy); }
.badge.well, .badge.done { background: var(--good-back); color: var(--good); }
.exact { color: var(--quiet); font-size: 0.85rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
td .exact { display: block; }
.pager { display: flex; gap: 1rem; margin: 0.9rem 0; color: var(--quiet); } .pager a { margin: 0; padding: 0; }
.nothing { padding: 2rem; text-align: center; background: var(--card); border: 1px solid var(--line); border-radius: 6px; color: var(--quiet); }
.crumbs { margin-top: 1rem; font-size: 0.9rem; }
.title { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: center; margin: 0.25rem 0 1rem; }
.title h1 { margin: 0; } .title .badge { font-size: 1rem; }
.verdict { background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--line); border-radius: 6px; padding: 0.8rem 1rem; }
.verdict.attention { border-left-color: var(--bad); } .verdict.progress { border-left-color: var(--busy); }
.verdict.well { border-left-color: var(--good); }
.verdict .words { font-size: 1.1rem; font-weight: 600; } .verdict .exact { display: inline; }
.timeline { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 0.75rem 0.5rem; overflow-x: auto; }
.timeline svg { display: block; width: 100%; min-width: 36rem; height: auto; }
.timeline text { font: 14px system-ui, sans-serif; fill: var(--text); stroke: var(--card); stroke-width: 4px; paint-order: stroke; }
.timeline line { stroke: var(--quiet); stroke-width: 1.5; }
.track { fill: var(--code); } .phase { stroke: var(--card); stroke-width: 1; }
.phase.valid { fill: light-dark(#8cc9a2, #2f7a4c); } .phase.renewing { fill: light-dark(#f0c675, #8f6418); }
.phase.overdue { fill: light-dark(#e08a80, #8e3a33); } .phase.expired { fill: light-dark(#6b6f76, #686f7a); }
.phase.waiting { fill: light-dark(#a9c9ee, #2c5484); }
.timeline text.plan { fill: var(--quiet); }
.timeline text.now { font-weight: 700; } .timeline line.now { stroke: var(--text); stroke-width: 3; }
.timeline text.failed { fill: var(--bad); font-weight: 600; }
circle.failed { fill: var(--bad); stroke: var(--card); stroke-width: 2; }
circle.issued { fill: var(--good); stroke: var(--card); stroke-width: 2; }
circle.next { fill: var(--card); stroke: var(--busy); stroke-width: 2.5; }
.instants { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 0.6rem 1rem; margin: 0.8rem 0 0; }
dt { color: var(--quiet); font-size: 0.85rem; } dd { margin: 0; }
.instants .when { display: block; font-weight: 600; }
.chain { list-style: none; margin: 0; padding: 0; }
.chain li { position: relative; background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--line);
  border-radius: 6px; padding: 0.7rem 1rem; margin-bottom: 1.1rem; }
.chain li:not(:last-child)::after { content: "↓"; position: absolute; left: 1rem; bottom: -1.45rem; color: var(--quiet); }
.chain li.done { border-left-color: var(--good); } .chain li.failed { border-left-color: var(--bad); }
.chain li.working { border-left-color: var(--busy); } .chain li.absent { border-style: dashed; background: none; color: var(--quiet); }
.chain .done .sign { color: var(--good); } .chain .failed .sign { color: var(--bad); } .chain .working .sign { color: var(--busy); }
.object { font-weight: 400; } .facts { font-size: 0.9rem; color: var(--quiet); } .facts span { margin-right: 1rem; }
.facts b { color: var(--text); font-weight: 500; overflow-wrap: anywhere; }
summary { cursor: pointer; color: var(--link); font-size: 0.9rem; width: fit-content; margin-top: 0.3rem; }
.conditions dt { margin-top: 0.5rem; color: var(--text); font-weight: 600; } .conditions dd { overflow-wrap: anywhere; }
.about { display: grid; grid-template-columns: max-content 1fr; gap: 0.35rem 1.5rem; margin: 0; } .about dd { overflow-wrap: anywhere; }
.commands dt { margin-top: 0.6rem; }
code { font: 0.9em ui-monospace, monospace; background: var(--code); border-radius: 4px; padding: 0.1rem 0.3rem; }
code.command { display: block; padding: 0.5rem 0.7rem; overflow-x: auto; white-space: pre; }
.week { max-width: 40rem; } .week .bar { width: 60%; height: 0.7rem; margin-right: 0.6rem; } .bar rect { fill: var(--link); }
@media (max-width: 46rem) {
  .as-of { margin-left: 0; width: 100%; }
  .tiles { grid-template-columns: 1fr 1fr; }
  .filters label, .filters input, .filters select { width: 100%; max-width: none; }
  .filters label { flex: 1 1 45%; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards, .cards tbody, .cards tr, .cards td, .cards tbody th { display: block; width: auto; border: 0; }
  .cards tr { border-bottom: 1px solid var(--line); padding: 0.6rem 0.8rem; }
  .cards td, .cards tbody th { padding: 0.15rem 0; }
  .cards .why, .cards tbody th, .cards td:first-child { width: auto; }
  td[data-label]::before { content: attr(data-label) ": "; color: var(--quiet); }
  td .exact { display: inline; }
  .timeline svg { min-width: 46rem; }
  .about { grid-template-columns: 1fr; gap: 0; } .about dd { margin-bottom: 0.5rem; }
}
@media print { .filters, .skip, nav, .commands { display: none; } }
`;
