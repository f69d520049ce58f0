/** An object of 1.5 MiB (the largest etcd takes) grows in JSON, but not to this. */
const longestLineBytes = 64 * 1024 * 1024;

/**
 * The values of a stream with one JSON value per line, wherever the chunks are cut.
 *
 * @throws {SyntaxError} for a line that is not JSON
 * @throws {RangeError} for a line without end
 */
export async function* readJsonLines(chunks: AsyncIterable<Buffer>): AsyncGenerator {
  let pending: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const line = Buffer.concat([...pending, chunk.subarray(from, end)]);
      from = end + 1;
      pending = [];
      length = 0;
      if (line.length > 0) yield JSON.parse(line.toString('utf8'));
    }
    if (from < chunk.length) pending.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > longestLineBytes) throw new RangeError('a line is longer than 64 MiB');
  }
}
