// A service that takes the call and never answers; only the task's timeout ends this.
import { listen } from './listen.mjs';

const server = await listen(() => {});
console.log('asking for the forecast ...');
await fetch(server.url);
