/** A zip archive with one file, a.txt, that says Milk: written as text, for each of its bytes is a letter of ASCII. */
export const exampleArchive = [
  "PK\x03\x04\x14\0\0\0\0\0\0\0!\0(3\x14\x1c\x04\0\0\0\x04\0\0\0\x05\0\0\0a.txtMilk",
  `PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0!\0(3\x14\x1c\x04\0\0\0\x04\0\0\0\x05${"\0".repeat(17)}a.txt`,
  `PK\x05\x06\0\0\0\0\x01\0\x01\x003\0\0\0'\0\0\0\0\0`,
].join("")
