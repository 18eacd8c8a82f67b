// Every page a person can reach: the navigation's, the palette's, and one of each kind of thing below them.

const local = (links) => [...new Set(links.filter((l) => l?.startsWith('/') && !l.startsWith('/sign-out')))];
const hrefs = (page, selector) => page.locator(selector).evaluateAll((all) => all.map((a) => a.getAttribute('href')));

/** The first link on that page that leads to one thing of its kind, e.g. a task. */
async function firstOf(page, url, path, pattern) {
  await page.goto(url + path);
  return (await hrefs(page, 'main a[href]')).find((l) => pattern.test(l ?? ''));
}

/** Paths of all pages for the signed-in person of that page. */
export async function reachable(page, url) {
  await page.goto(url);
  const found = local([
    ...await hrefs(page, 'header nav a'),
    ...await hrefs(page, '.top-end .pop-body a'),
    ...await hrefs(page, '#palette li:not([hidden]) a'),
  ]);
  const things = [
    await firstOf(page, url, '/tasks', /^\/tasks\/[0-9a-z-]{8,}/i),
    await firstOf(page, url, '/targets', /^\/targets\/[0-9a-z-]{8,}/i),
    await firstOf(page, url, '/documents', /^\/documents\/[0-9a-z-]{8,}/i),
    await firstOf(page, url, '/units', /^\/units\/[0-9a-z-]{8,}/i),
  ];
  const document = things[2];
  if (document) things.push(`${document}?text=1`);
  if (found.includes('/reports')) things.push('/reports?as_of=2026-06-19');
  if (found.includes('/admin')) {
    await page.goto(`${url}/admin`);
    things.push(...await hrefs(page, '.side-nav a'), '/admin/units/form/merge', '/admin/units/form/new');
    things.push(await firstOf(page, url, '/admin/units', /^\/admin\/units\/form\/change/));
  }
  return local([...found, ...things]);
}
