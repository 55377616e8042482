// Plans tomorrow from the two services.
const [rain, rate] = process.argv.slice(2).map(Number);
console.log(rain > 5 ? 'take the train' : `fly; a ticket of 100 € is ${(100 * rate).toFixed(2)} $`);
