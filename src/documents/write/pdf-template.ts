/**
 * The Typst program that sets an official document. The document comes as data (`sys.inputs`),
 * never as source, so nothing in an official text can be taken for markup: no escaping is needed.
 */
export const TEMPLATE = `
#let doc = json(bytes(sys.inputs.document))
#let points = doc.bodyPoints * 1pt

#set document(title: doc.name, date: none)
#set text(font: "Libertinus Serif", size: points, lang: "ru", hyphenate: false, ligatures: false)
#set par(leading: 0.52em, spacing: 0.62em)
#set page(
  paper: "a4",
  flipped: doc.landscape,
  margin: (left: doc.margins.left * 1mm, right: doc.margins.right * 1mm, top: doc.margins.top * 1mm, bottom: doc.margins.bottom * 1mm),
  header-ascent: 35%,
  header: context {
    let page = counter(page).get().first()
    if page > 1 { align(center, text(size: 12pt, str(page))) }
  },
)

#let words(it) = it.map(piece => if piece.whole { box(text(piece.text)) } else { text(piece.text) }).join()
#let lines(paragraphs) = if paragraphs.len() == 0 { [] } else { paragraphs.map(words).join(parbreak()) }

#if doc.stamp.len() > 0 {
  pad(left: 62%, par(justify: false, doc.stamp.map(words).join(linebreak())))
  v(0.6em)
}
// Headings look as officials set them, and screen readers know them as headings.
#show heading: it => {
  set text(size: points)
  let first = it.level == 1
  align(center, block(above: if first { 0pt } else { 1em }, below: if first { 1.2em } else { 0.8em }, sticky: true, strong(it.body)))
}
#if doc.name.trim() != "" { heading(level: 1, doc.title.map(words).join(linebreak())) }

#let heading-block(it) = heading(level: 2, words(it.text))
#let note-block(it) = align(center, block(below: 1em, words(it.text)))
#let body-block(it) = par(justify: true, first-line-indent: (amount: 12.5mm, all: true), {
  if it.lead != none { strong(text(it.lead)); text(" ") }
  words(it.text)
})

#let cells(rows) = rows.map(row => row.cells.map(it => table.cell(
  colspan: it.columnSpan,
  rowspan: it.rowSpan,
  breakable: row.breakable,
  align: if row.centred { center + horizon } else { top + (left: left, center: center, right: right).at(it.align) },
  if row.bold { strong(lines(it.paragraphs)) } else { lines(it.paragraphs) },
))).flatten()

#let table-block(it) = block(above: 0.8em, below: 1.2em, {
  set text(size: it.points * 1pt)
  set par(leading: 0.42em, spacing: 0.42em, justify: false, linebreaks: "simple")
  table(
    columns: it.widths.map(width => width * 1mm),
    stroke: 0.5pt,
    inset: (x: 1.5mm, top: 1.3mm, bottom: 1.5mm),
    table.header(..cells(it.header)),
    ..it.parts.map(part => (
      if part.section.len() == 0 { () } else { cells(part.section) }
        + cells(part.rows)
    )).flatten(),
  )
})

#for it in doc.blocks {
  if it.kind == "table" { table-block(it) }
  else if it.style == "heading" { heading-block(it) }
  else if it.style == "note" { note-block(it) }
  else { body-block(it) }
}

#if doc.signature != none {
  v(1.5em)
  block(breakable: false, {
    text(doc.signature.post + " ____________________")
    h(1fr)
    text(doc.signature.name)
  })
}
`;
