/** A fenced block of a document. `name` is what stands after the language: ```sh install */
export type Block = { language: string; name: string; lines: string[] };

const fence = /^( *)```(\w*) ?(\S*).*\n([\s\S]*?)^\1```$/gm;

/** The fenced blocks of a document, without the indentation of the list that they may stand in. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(fence)].map(([, indent = '', language = '', name = '', body = '']) => ({
    language,
    name,
    lines: body
      .split('\n')
      .map((line) => line.slice(indent.length).trimEnd())
      .filter((line) => line !== ''),
  }));
}

const typed = /^(npm|npx|node|hs|curl|openssl|psql|git|docker|systemctl) /;

/** The commands that stand in the text, as `npm run demo -- --fresh`; each once. */
export function inlineCommands(markdown: string): string[] {
  const text = markdown.replaceAll(fence, '');
  const found = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...new Set(found.filter((code) => typed.test(code)))];
}

/** A command as it is typed, without what a comment says of it. */
export function withoutComment(line: string): string {
  return line.replace(/\s+#.*$/, '').trim();
}
