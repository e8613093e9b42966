// Judges pages by Lighthouse, with its settings for phones; nothing is sent to anybody.
//
// usage: CHROME_PATH=/usr/bin/chromium node lighthouse.mjs THROTTLING ADDRESS ...
//
// THROTTLING is simulate (a slow phone and its network) or provided (this machine as it is).
// Writes a line of JSON for each page: {address, scores, faults}; scores are of 100, and faults
// name the audits that cost points.

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

/** Return the audits of a category that have a weight and did not pass. */
function faults({ lhr }) {
  const weighed = CATEGORIES.flatMap((name) => lhr.categories[name].auditRefs).filter(({ weight }) => weight > 0);
  const audits = [...new Set(weighed.map(({ id }) => id))].map((id) => lhr.audits[id]);
  return audits
    .filter(({ score }) => score !== null && score < 1)
    .map(({ id, displayValue }) => (displayValue ? `${id} ${displayValue}` : id));
}

const [throttlingMethod, ...addresses] = process.argv.slice(2);
const chrome = await launch({ chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
try {
  for (const address of addresses) {
    const result = await lighthouse(address, {
      port: chrome.port,
      onlyCategories: CATEGORIES,
      throttlingMethod,
      logLevel: "error",
    });
    const scores = CATEGORIES.map((name) => Math.round(100 * result.lhr.categories[name].score));
    process.stdout.write(`${JSON.stringify({ address, scores, faults: faults(result) })}\n`);
  }
} finally {
  await chrome.kill();
}
