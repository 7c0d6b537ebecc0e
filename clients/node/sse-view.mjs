// A view of one province in a file of JSON, over HTTP, with nothing but Node (20.10 or later). It may be killed at any moment.
//     node sse-view.mjs http://127.0.0.1:8070 VN-HN hanoi.json       (WIRETAG_KEY: the key, where one is needed)
import { setTimeout as sleep } from 'node:timers/promises'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
const [base, province, file] = process.argv.slice(2)
let view = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { cursor: null, articles: {} }

/** What changes and where we are, together: the file is the old one or the new one. */
function keep(now) {
  view = now
  writeFileSync(file + '.next', JSON.stringify(view), { flush: true })
  renameSync(file + '.next', file)
}
function apply(article, articles) {
  if (['retract', 'kill'].includes(article.wiretag.operation)) delete articles[article.uri]
  else articles[article.uri] = article
}
async function* linesOf(path, headers) {
  if (process.env.WIRETAG_KEY) headers.Authorization = `Bearer ${process.env.WIRETAG_KEY}`
  const silence = new AbortController() // there is a sign of life every 15 seconds
  const timer = setTimeout(() => silence.abort(), 40_000)
  const answer = await fetch(`${base}${path}?province=${province}`, { headers, signal: silence.signal })
  if (!answer.ok) throw Object.assign(new Error(await answer.text()), { status: answer.status })
  let rest = ''
  for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
    timer.refresh()
    const lines = (rest + text).split('\n')
    rest = lines.pop() // not whole yet
    yield* lines
  }
}

async function begin() {
  const articles = {}
  for await (const line of linesOf('/articles/current', {})) {
    const article = JSON.parse(line)
    if (article.wiretag.operation !== 'cursor') apply(article, articles)
    else return keep({ cursor: article.wiretag.cursor, articles })
  }
  throw new Error('the snapshot was cut off')
}
async function follow() {
  let event = {}
  for await (const line of linesOf('/articles', { Accept: 'text/event-stream', 'Last-Event-ID': view.cursor })) {
    if (line) event[line.split(': ')[0]] = line.slice(line.indexOf(': ') + 2)
    if (line || !event.id) continue
    if (event.event === 'article') apply(JSON.parse(event.data), view.articles)
    keep({ cursor: event.id, articles: view.articles })
    event = {}
  }
}
for (;;) {
  await (view.cursor ? follow() : begin()).catch(problem => {
    console.error(problem.message)
    if (/"remedy":"(begin-with-snapshot|mend-cursor)"/.test(problem.message)) view.cursor = null // one cannot go on from there
    else if (problem.status && ![429, 503].includes(problem.status)) process.exit(1)
  })
  await sleep(1000)
}
