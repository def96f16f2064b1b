/** Looks of the page. */
export const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .3rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-top: 1px solid #8884; }
td { overflow-wrap: anywhere; }
td:first-child { min-width: 14rem; }
td:nth-child(2), td:nth-child(3) { white-space: nowrap; }
.True { color: #177a3c; }
.False { color: #c0271e; }
.muted { opacity: .7; }
@media (prefers-color-scheme: dark) { .True { color: #5fd38a; } .False { color: #ff8a80; } }
`;

/** Fills the page with the answer of /status.json, again and again. Texts go in as texts: they come from tenants. */
export const SCRIPT = `
const make = (tag, text, name) => {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (name) node.className = name;
  return node;
};
const table = (heads, rows) => {
  const node = make('table');
  const head = node.createTHead().insertRow();
  for (const each of heads) head.append(make('th', each));
  const body = node.createTBody();
  for (const cells of rows) {
    const row = body.insertRow();
    for (const cell of cells) {
      const at = row.insertCell();
      at.append(cell);
    }
  }
  return node;
};
const condition = ({ type, status, reason, message }) => {
  const node = make('p');
  node.append(make('span', type + ' ' + status, type === 'Ready' ? status : ''), ' ' + reason + ': ' + message);
  return node;
};
const conditions = (list) => {
  const node = make('div');
  const ready = list.filter(({ type }) => type === 'Ready');
  node.append(...ready.map(condition));
  const others = list.filter(({ type }) => type !== 'Ready');
  if (others.length > 0) {
    const more = make('details');
    more.append(make('summary', others.length + ' more', 'muted'), ...others.map(condition));
    node.append(more);
  }
  return node;
};
const show = ({ version, working, missing, plugins, kinds }) => {
  const main = make('main');
  main.id = 'main';
  main.append(make('p', 'Version ' + version + ', ' + (working ? 'working' : 'not working: ' + (missing ?? 'another process may be')), working ? 'True' : 'False'));
  for (const { kind, waiting, states, resources, leftOut } of kinds) {
    main.append(make('h2', kind));
    const counts = Object.entries(states).map(([state, count]) => count + ' ' + state).join(', ');
    main.append(make('p', (counts || 'none') + '; ' + waiting + ' waiting for a worker'));
    if (resources.length > 0) {
      main.append(table(['Resource', 'State', 'Failures', 'Conditions'], resources.map((each) =>
        [each.key, each.state ?? 'pending', String(each.failures), conditions(each.conditions)])));
    }
    if (leftOut > 0) main.append(make('p', leftOut + ' more are not shown.', 'muted'));
  }
  main.append(make('h2', 'Plugins'), table(['Plugin', 'From'], plugins.map(({ id, origin }) => [id, origin])));
  return main;
};
const open = () => [...document.querySelectorAll('details')].map(({ open }) => open);
const refresh = async () => {
  const told = document.getElementById('told');
  try {
    const answer = await fetch('status.json', { cache: 'no-store' });
    if (!answer.ok) throw new Error('status ' + answer.status);
    const opened = open();
    document.getElementById('main').replaceWith(show(await answer.json()));
    document.querySelectorAll('details').forEach((each, index) => { each.open = opened[index] ?? false; });
    told.textContent = 'As of ' + new Date().toLocaleTimeString() + '.';
  } catch (error) {
    told.textContent = 'Not reached: ' + error.message + '. What is shown is older.';
  }
  setTimeout(refresh, 5000);
};
refresh();
`;

/** The whole page. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Infisical operator</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Infisical operator</h1>
<p id="told" class="muted">Asking the operator…</p>
<main id="main"></main>
<script>${SCRIPT}</script>
</body>
</html>
`;
