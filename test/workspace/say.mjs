console.log(`this is ${process.argv[2]}`);
