const badName = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;
const badValue = /[^\t\x20-\x7e\x80-\xff]/;
const badPath = /[^\x21-\xff]/;

/**
 * The head of a POST, as one character a byte. `headers`: name, value, … Throws when anything in it is not what HTTP allows,
 * so that no value can begin a header, or a request, of its own.
 */
export function requestHead(host: string, path: string, headers: readonly string[], bodyBytes: number): string {
  if (badPath.test(path)) throw new TypeError("The upstream's path holds characters that HTTP does not allow.");
  let head = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    const value = headers[i + 1] ?? "";
    // The value is not repeated: it may be a credential.
    if (badName.test(name) || badValue.test(value)) throw new TypeError(`The header ${name} cannot be sent as it is.`);
    head += `${name}: ${value}\r\n`;
  }
  return `${head}content-length: ${bodyBytes}\r\n\r\n`;
}
