import { reportAndEscalate } from "./out/report.js";

const [baseUrl, token] = process.argv.slice(2);
console.log(JSON.stringify(await reportAndEscalate(baseUrl, token)));
