// DuckDB over the columns that tabulation_bench wrote: the same tables, by GROUP BY, in memory.
// Usage: node duckdb.mjs FOLDER THREADS RUNS. Prints one JSON object of milliseconds, best of RUNS.
import { readFileSync } from 'node:fs';
import { DuckDBDataChunk, DuckDBInstance, UTINYINT } from '@duckdb/node-api';

const [folder, threads, runs] = process.argv.slice(2);
const names = Array.from({ length: 20 }, (_, i) => `c${String(i).padStart(2, '0')}`);
const columns = names.map((name) => readFileSync(`${folder}/${name}`));
const counts = JSON.parse(readFileSync(`${folder}/counts.json`, 'utf8'));
const partner = 7;
const chunkRows = 2048;

const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
await connection.run(`CREATE TABLE t (${names.map((name) => `${name} UTINYINT`).join(', ')})`);
const appender = await connection.createAppender('t');
for (let begin = 0; begin < columns[0].length; begin += chunkRows) {
  const rows = Math.min(chunkRows, columns[0].length - begin);
  const chunk = DuckDBDataChunk.create(names.map(() => UTINYINT), rows);
  columns.forEach((column, i) => {
    const vector = chunk.getColumnVector(i);
    for (let row = 0; row < rows; ++row) vector.setItem(row, column[begin + row]);
    vector.flush();
  });
  appender.appendDataChunk(chunk);
}
appender.closeSync();

const one = names.map((name) => `SELECT ${name}, count(*) FROM t GROUP BY ${name}`);
const two = names.map((name, i) => {
  const other = names[(i + partner) % names.length];
  return `SELECT ${name}, ${other}, count(*) FROM t GROUP BY ${name}, ${other}`;
});

async function best(statements) {
  let least = Infinity;
  for (let run = 0; run < Number(runs); ++run) {
    const begin = performance.now();
    for (const statement of statements) await (await connection.run(statement)).getRows();
    least = Math.min(least, performance.now() - begin);
  }
  return least;
}

// The same counts, or the comparison says nothing.
for (let i = 0; i < names.length; ++i) {
  const rows = await (await connection.run(one[i])).getRows();
  for (const [code, count] of rows) {
    if (code !== 255 && Number(count) !== counts[i][code]) throw new Error(`${names[i]} is counted otherwise`);
  }
}
console.log(JSON.stringify({ items: await best(one), crosses: await best(two) }));
