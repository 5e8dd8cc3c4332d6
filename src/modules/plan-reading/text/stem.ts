/**
 * A light stem of a Russian word: the ending is cut, nothing else. Enough to see that
 * «отдела» and «отделом» are one word, and never used to make text.
 */
const ENDING =
  /(?:иями|иях|ями|ами|ого|его|ому|ему|ыми|ими|ией|ях|ах|ой|ей|ий|ый|ая|яя|ое|ее|ие|ые|ых|их|ую|юю|ом|ем|ым|им|ов|ев|ью|ия|ию|ии|а|я|о|е|и|ы|у|ю|ь|й)$/;

const SHORTEST = 3;

export function stem(word: string): string {
  const lower = word.toLowerCase().replaceAll('ё', 'е');
  const cut = lower.replace(ENDING, '');
  return cut.length >= SHORTEST ? cut : lower;
}

/** The words of a text in lower case, numbers apart. */
export function words(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[а-яa-z]+/g) ?? []
  );
}
