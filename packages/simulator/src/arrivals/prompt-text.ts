const words = `order refund shipment claim policy account invoice delivery address premium doctor visit receipt balance
payment card member coverage date number please explain summarise where when why my the was not about with after before
today again still missing late twice`.split(/\s+/);

/** Text of about `tokens` tokens, at four characters a token, from a small list of words. */
export function promptText(tokens: number, random: () => number): string {
  const length = Math.max(1, Math.floor(tokens)) * 4;
  let text = "";
  while (text.length < length) text += `${words[Math.floor(random() * words.length)]} `;
  return `${text.slice(0, length - 1)}?`;
}
