// How long a browser takes to show the first client of an access, and what it fetches for that. Started by
// first-load.sh, which gives the address of the access page, a session's cookie and the number of runs.

import { chromium } from 'playwright-core'

const [access, cookie, runs = '5'] = process.argv.slice(2)
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'

const CONDITIONS = {
  'unthrottled': null,
  '1.6 Mbit/s, 150 ms, processor at a quarter': { bytesPerSecond: 1.6e6 / 8, latency: 150, slowdown: 4 },
}

// When a row with a name is laid out and a frame with it is on its way, in ms since the navigation began.
const watchForRow = () => {
  const look = () => {
    const row = document.querySelector('#assigned .row .row-title')
    if (row && row.getBoundingClientRect().height > 0) {
      requestAnimationFrame(() => { window.firstRow = performance.now() })
    } else {
      requestAnimationFrame(look)
    }
  }
  requestAnimationFrame(look)
}

const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

async function load(page, session, url) {
  const seen = { bytes: 0, requests: 0 }
  const count = ({ encodedDataLength }) => { seen.bytes += encodedDataLength; seen.requests += 1 }
  const cached = new Set()
  session.on('Network.requestServedFromCache', ({ requestId }) => cached.add(requestId))
  const finished = event => { if (!cached.has(event.requestId)) count(event) }
  session.on('Network.loadingFinished', finished)
  await page.goto(url, { waitUntil: 'networkidle' })
  await page.waitForFunction(() => window.firstRow)
  session.off('Network.loadingFinished', finished)
  return { ...seen, firstRow: await page.evaluate(() => window.firstRow) }
}

async function run(browser, condition) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'nb-NO' })
  const [name, value] = cookie.split('=')
  await context.addCookies([{ name, value, url: access }])
  const page = await context.newPage()
  await page.addInitScript(watchForRow)
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  if (condition) {
    const { bytesPerSecond, latency, slowdown } = condition
    await session.send('Network.emulateNetworkConditions', {
      offline: false, latency, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond,
    })
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  }
  const first = await load(page, session, access)
  const further = await load(page, session, `${access}?page=2`)
  await context.close()
  return { first, further }
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
await run(browser, null) // The browser's own first start is nobody's waiting time.
for (const [name, condition] of Object.entries(CONDITIONS)) {
  const measured = []
  for (let i = 0; i < Number(runs); i++) measured.push(await run(browser, condition))
  console.log(`${name}, median of ${runs}`)
  for (const [label, key] of [['first load, nothing cached', 'first'], ['further page', 'further']]) {
    const figure = what => median(measured.map(one => one[key][what]))
    const rows = measured.map(one => Math.round(one[key].firstRow)).join(' ')
    console.log(`  ${label}: ${(figure('bytes') / 1000).toFixed(1)} kB, ${figure('requests')} requests, `
      + `first row after ${Math.round(figure('firstRow'))} ms (${rows})`)
  }
}
await browser.close()
