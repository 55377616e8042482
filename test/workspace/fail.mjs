console.error('this went wrong on purpose');
process.exitCode = 3;
