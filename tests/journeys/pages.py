"""The public pages a journey visits, and what it measures on them."""

STATION = "孟庄镇人大代表联络站"

PAGES = {
    "home": "/",
    "stations": "/stations/?county=410782",
    "filtered": "/stations/?q=mz&day=today&step_free=on&nonsense=1",
    "nothing": "/stations/?q=查无此村",
    "station": "{station}",
    "poster": "{station}poster/",
    "receptions of a month": "{station}receptions/",
    "receptions of a month past": "{station}receptions/?month=2026-02&nonsense=1",
    "duty poster": "{station}receptions/poster/",
    "standing": "{station}standing/",
    "deputies": "/deputies/?county=410782&level=county",
    "deputies of a station": "/deputies/?station={code}&nonsense=1",
    "no deputies": "/deputies/?q=查无此人",
    "deputy": "{deputy}",
    "former deputy": "{former}",
    "activities": "/activities/?county=410782&nonsense=1",
    "no activities": "/activities/?year=2026&kind=other&county=410711",
    "activity": "{activity}",
    "find": "/find/?q=孟庄镇",
    "find somebody": "/find/?q=zxl",
    "find several": "/find/?q=mz",
    "find nothing": "/find/?q=查无此村",
    "search": "/search/?q=孟庄",
    "search people": "/search/?q=秀兰&kind=deputy",
    "campaign": "/campaigns/",
    "campaign concluded": "/campaigns/2019/",
    "contributions": "/campaigns/2019/contributions/?county=410782&nonsense=1",
    "awards": "/awards/",
    "award case": "{case}",
    "opinions": "/opinions/",
    "opinions of a county": "/opinions/?county=410782&nonsense=1",
    "opinion form": "/opinions/new/?station={code}",
    "opinion nowhere": "/opinions/new/",
    "opinion by its code": "/opinions/find/",
    "progress": "/progress/",
    "progress by measure": "/progress/?measure=visitors",
    "progress of a month": "{month}",
    "bulletins": "/bulletins/",
    "notices": "/bulletins/?series=notices&nonsense=1",
    "issue": "{issue}",
    "withdrawn issue": "{withdrawn}",
    "open data": "/api/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "styleguide": "/styleguide/",
    "not found": "/stations/NOPE23/",
}

PHONE_ONLY = {
    "opinions of a county",
    "opinion nowhere",
    "opinion by its code",
    "no activities",
    "progress by measure",
    "filtered",
    "notices",
    "withdrawn issue",
    "nothing",
    "receptions of a month past",
    "deputies of a station",
    "no deputies",
    "find several",
    "find somebody",
    "find nothing",
    "search people",
    "campaign concluded",
    "contributions",
}
"""Made of the same parts as another page: looked at on the phone, where they are tightest."""

FAULTS = {"resultTypes": ["violations"]}
"""What is asked of axe: it need not write down where everything is in order."""

OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true })"
DOUBLE_TYPE = "document.documentElement.style.fontSize = '34px'"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

SMALLEST_TEXT = """() => {
  let smallest = 99, where = '';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, el = node.parentElement;
    if (!node.textContent.trim() || el.closest('.vh, .skip, .brand, script, [hidden]')) continue;
    if (!el.getClientRects().length) continue;
    const svg = el.closest('svg');
    const scale = svg ? svg.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(el).fontSize) * scale;
    if (size < smallest) { smallest = size; where = node.textContent.trim().slice(0, 30); }
  }
  return [Math.round(smallest * 100) / 100, where];
}"""

SMALL_TARGETS = """(least) => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter(el => el.getClientRects().length && !el.closest('.skip, .vh'))
  .filter(el => getComputedStyle(el).display !== 'inline' || el.closest('svg'))
  .map(el => (el.closest('label') || el))
  .map(el => [el.getBoundingClientRect().height, (el.textContent || el.name || '').trim().slice(0, 20)])
  .filter(([height]) => height > 1 && height < least - 0.5)"""
