// A service that is overloaded for the first two attempts, and the honest client of it.
import { appendFile } from 'node:fs/promises';
import { listen } from './listen.mjs';

const attempt = Number(process.env.PIPELINE_ATTEMPT ?? 1);
const temporaryFailure = 75;

const server = await listen((_, response) => {
  response.statusCode = attempt < 3 ? 503 : 200;
  response.end(JSON.stringify({ eur_usd: 1.0843 }));
});
const response = await fetch(server.url);
console.log(`attempt ${attempt}: the service answers ${response.status} ${response.statusText}`);
if (response.ok) {
  const { eur_usd } = await response.json();
  if (process.env.PIPELINE_OUTPUT) await appendFile(process.env.PIPELINE_OUTPUT, `eur_usd=${eur_usd}\n`);
} else {
  console.error('the rates are not to be had now');
  process.exitCode = temporaryFailure;
}
server.close();
