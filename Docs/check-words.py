#!/usr/bin/env python3
"""Reports words that the glossary rules out, and sentences that begin with "Of".

    check-words.py                  every hit as file:line: word; fails if there is one
    check-words.py --summary        only the number of hits, by folder and by word
    check-words.py PATH ...         only these files and folders
    check-words.py --self-test      checks this program

The words are those of the table "ruled out" in Docs/glossary.md. They are searched in the comments and string literals
of Swift files, in the comments of C, Python and shell files, in the Makefile and in Markdown, as whole words and
regardless of case. Identifiers, code voice, code blocks, quotations in comments and Markdown, paths, URLs and
interpolated code are left out, and so are the files in the glossary's table of exceptions, for the words named there.
"""

import bisect
import collections
import io
import os
import re
import sys
import tempfile
import tokenize

GLOSSARY = "Docs/glossary.md"
TABLE_HEAD = re.compile(r"^\|\s*ruled out\s*\|")
EXCEPTIONS_HEAD = re.compile(r"^\|\s*word\s*\|\s*may stay in\s*\|")
FOLDERS = ["Package.swift", "Sources", "Tests", "Weights", "Benchmarks", "Docs", ".ci", ".github"]
TEXTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "NOTICE", "SECURITY.md", "RELEASING.md", "Makefile"]

# Replaces text that is no prose; not a word character, so that words next to it stay whole words.
BLANK = "\x00"


class Block:
    """Prose that belongs together, such as the lines of one comment, with the number of each line in its file."""

    def __init__(self, kind, lines):
        self.kind = kind  # "doc", "comment", "string" or "markdown"
        self.lines = lines  # [(number, text)]


# MARK: Finding the prose of a file


def swift_blocks(source):
    """Returns the comments and string literals of Swift code, those in interpolations too."""
    newlines = [match.start() for match in re.finditer("\n", source)]
    comments, strings = [], []

    def line(offset):
        return bisect.bisect_left(newlines, offset) + 1

    def literal(start):
        """Reads a string literal; returns the offset after it."""
        hashes = re.compile("#*").match(source, start).end() - start
        quote = '"""' if source.startswith('"""', start + hashes) else '"'
        end = quote + "#" * hashes
        escape = "\\" + "#" * hashes
        position = start + hashes + len(quote)
        begin, text = position, []
        while position < len(source):
            if source.startswith(end, position):
                position += len(end)
                break
            if source.startswith(escape, position):
                after = position + len(escape)
                if source.startswith("(", after):
                    text.append(BLANK)
                    stop = code(after + 1, nested=True)
                    text.append(re.sub(r"[^\n]", "", source[after:stop]))
                    position = stop
                else:
                    # An escaped character, or a line end that the literal leaves out.
                    text.append("\n" if source[after : after + 1] == "\n" else " ")
                    position = after + 1
                continue
            if quote == '"' and source[position] == "\n":
                break
            text.append(source[position])
            position += 1
        first = line(begin)
        if is_name(start, "".join(text), position):
            return position
        strings.append(Block("string", [(first + i, t) for i, t in enumerate("".join(text).split("\n"))]))
        return position

    def is_name(start, text, stop):
        """Returns whether a literal is a single word that names something: a key, or the raw value of a case."""
        if not re.fullmatch(r"\w+", text):
            return False
        is_key = source.startswith(":", stop)
        is_subscript = re.search(r"[\w?!)\]]\[$", source[:start][-2:]) and source.startswith("]", stop)
        return is_key or is_subscript or re.search(r"\bcase \w+ = $", source[:start][-80:])

    token = re.compile(r'//[^\n]*|/\*|#*"|[()]|#/|/')
    regex = re.compile(r"/(?![\s/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+/")

    def code(position, nested):
        """Reads code up to its end, or to the parenthesis that closes an interpolation."""
        depth = 1
        while True:
            match = token.search(source, position)
            if not match:
                return len(source)
            found, position = match.group(), match.end()
            if found.startswith("//"):
                comments.append((line(match.start()), found))
            elif found == "/*":
                level = 1
                for mark in re.compile(r"/\*|\*/").finditer(source, position):
                    level += 1 if mark.group() == "/*" else -1
                    if level == 0:
                        break
                stop = mark.end() if level == 0 else len(source)
                first = line(match.start())
                is_doc = source.startswith("/**", match.start())
                body = re.sub(r"\*+/$", "", source[match.start() + 2 : stop]).split("\n")
                body = [re.sub(r"^\s*\*+ ?", "", text) for text in body]
                strings.append(Block("doc" if is_doc else "comment", [(first + i, t) for i, t in enumerate(body)]))
                position = stop
            elif found.endswith('"'):
                position = literal(match.start())
            elif found == "#/":
                stop = source.find("/#", position)
                position = len(source) if stop < 0 else stop + 2
            elif found == "/":
                before = source[match.start() - 1] if match.start() else "\n"
                literal_match = regex.match(source, match.start())
                if literal_match and before in " \n(,[":
                    position = literal_match.end()
            elif nested:
                depth += 1 if found == "(" else -1
                if depth == 0:
                    return position

    code(0, nested=False)
    return strings + joined(comments, r"//[/!:]*", doc=r"///")


def joined(comments, mark, doc=None):
    """Joins the comments of successive lines into blocks, without their marks."""
    blocks = []
    for number, text in comments:
        kind = "doc" if doc and text.startswith(doc) else "comment"
        text = re.sub("^" + mark + " ?", "", text)
        if blocks and blocks[-1].kind == kind and blocks[-1].lines[-1][0] == number - 1:
            blocks[-1].lines.append((number, text))
        else:
            blocks.append(Block(kind, [(number, text)]))
    return blocks


def c_blocks(source):
    """Returns the comments of C code."""
    blocks, comments = [], []
    for match in re.finditer(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/', source, re.DOTALL):
        text, number = match.group(), source.count("\n", 0, match.start()) + 1
        if text.startswith("//"):
            comments.append((number, text))
        elif text.startswith("/*"):
            kind = "doc" if text.startswith("/**") else "comment"
            body = [re.sub(r"^\s*\*+ ?", "", line) for line in text[2:-2].split("\n")]
            blocks.append(Block(kind, [(number + i, line) for i, line in enumerate(body)]))
    return blocks + joined(comments, r"//[/!]*", doc=r"///")


def python_blocks(source):
    """Returns the comments and documentation strings of Python code."""
    blocks, comments = [], []
    before = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            comments.append((token.start[0], token.string))
            continue
        if token.type == tokenize.STRING and before in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
            text = re.sub(r'^\w*("""|\'\'\'|"|\')|("""|\'\'\'|"|\')$', "", token.string)
            blocks.append(Block("doc", [(token.start[0] + i, line) for i, line in enumerate(text.split("\n"))]))
        if token.type not in (tokenize.NL, tokenize.ENCODING):
            before = token.type
    return blocks + joined(comments, r"#+")


def shell_blocks(source, strings=False):
    """Returns the comments of a shell script or a Makefile; with `strings` also what is in double quotes."""
    blocks, comments = [], []
    pattern = re.compile(r"""(?<!\\)'[^'\n]*'|(?<!\\)"(?:\\.|[^"\\\n])*"|(?:^|(?<=\s))\#+.*""")
    for number, line in enumerate(source.split("\n"), 1):
        if number == 1 and line.startswith("#!"):
            continue
        for match in pattern.finditer(line):
            text = match.group()
            if text.startswith("#"):
                # A comment after code stands alone.
                if line.lstrip().startswith("#"):
                    comments.append((number, text))
                else:
                    blocks.append(Block("comment", [(number, text.lstrip("#"))]))
            elif strings and text.startswith('"'):
                blocks.append(Block("string", [(number, re.sub(r"\$+(\{[^}]*\}|\([^)]*\)|\w+)", BLANK, text[1:-1]))]))
    return blocks + joined(comments, r"#+")


def markdown_blocks(source):
    """Returns a Markdown text as one block, without the tables of words that are ruled out and of exceptions."""
    lines, in_table = [], False
    for number, text in enumerate(source.split("\n"), 1):
        is_head = TABLE_HEAD.match(text) or EXCEPTIONS_HEAD.match(text)
        in_table = bool(is_head) or in_table and text.startswith("|")
        lines.append((number, "" if in_table else text))
    return [Block("markdown", lines)]


def blocks(path, source):
    """Returns the prose of a file; none where the file is of no known kind."""
    name = os.path.basename(path)
    extension = os.path.splitext(name)[1]
    if extension == ".swift":
        return swift_blocks(source)
    if extension in (".c", ".h", ".modulemap"):
        return c_blocks(source)
    if extension == ".py":
        return python_blocks(source)
    if name == "Makefile":
        return shell_blocks(source, strings=True)
    if extension == ".sh" or source.startswith("#!") and "sh" in source.split("\n", 1)[0]:
        return shell_blocks(source)
    if extension == ".md" or name == "NOTICE":
        return markdown_blocks(source)
    return []


# MARK: Leaving out what is no prose

NO_PROSE = [
    # Code voice and symbol links, over line ends too.
    re.compile(r"(`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)\1(?!`)", re.DOTALL),
    re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s<>\"]*"),  # URLs
    re.compile(r"(?<=\])\([^)\s]*\)"),  # targets of Markdown's links
    re.compile(r"</?[a-z](?:(?!alt=|title=)[^>\n])*>?"),  # HTML but for texts that are shown
    re.compile(r"(?<!\S)[^\s(]*[\w)]\.[a-z][a-z0-9]{0,11}(?![\w])(?=[^\s]*)"),  # files: name.extension
    re.compile(r"(?<![\w])[~.]{0,2}/?[\w.*@+-]+(?:/[\w.*@+-]+){2,}/?"),  # paths of three parts and more
    re.compile(r"(?<![\w/])(?:~|\.{1,2})?/[\w.*@+-]+(?:/[\w.*@+-]*)*"),  # paths from a root
    re.compile(r"(?<![\w/])(?:Sources|Tests|Docs|Weights|Benchmarks|images)/[\w.*@+/-]*"),
    re.compile(r"(?<!\w)--?[A-Za-z][\w-]*"),  # options
    re.compile(r"(?<![\w.])\.\w+|\b\w+(?:\.\w+)+"),  # members
    re.compile(r"\b\w+(?=\()"),  # functions
    re.compile(r"\b\w*(?:[a-z0-9][A-Z]|_)\w*\b"),  # identifiers of several words
]
QUOTATION = re.compile(r'"[^"]{1,300}"|“[^”]{1,300}”')
PARAMETER = re.compile(r"^(\s*[-*] (?:Parameter )?)([A-Za-z_]\w*)(?=:)")
FIELDS = {"returns", "throws", "parameters", "note", "important", "warning", "precondition", "complexity", "seealso"}


def blank(text):
    """Returns a text of the same length and lines that holds nothing."""
    return re.sub(r"[^\n]", BLANK, text)


def prose(block):
    """Returns the text of a block with everything blanked that is no prose."""
    result, fenced, code, in_list = [], False, False, False
    previous_is_empty = True
    for _, text in block.lines:
        stripped = text.strip()
        if block.kind != "string":
            if re.match(r"(```|~~~)", stripped):
                fenced = not fenced
                result.append("")
                continue
            indented = len(text) - len(text.lstrip()) >= 4
            if re.match(r"\s{0,3}([-*+]|\d+\.)\s", text):
                in_list = True
            elif stripped and not text.startswith(" "):
                in_list = False
            code = bool(stripped) and indented and not in_list and (previous_is_empty or code)
            previous_is_empty = not stripped
            if fenced or code:
                result.append("")
                continue
            if block.kind == "doc":
                match = PARAMETER.match(text)
                if match and match.group(2).lower() not in FIELDS:
                    text = match.group(1) + blank(match.group(2)) + text[match.end(2) :]
        result.append(text)
    text = "\n".join(result)
    for pattern in NO_PROSE:
        text = pattern.sub(lambda match: blank(match.group()), text)
    if block.kind != "string":
        # Paragraph by paragraph, so that a single quotation mark leaves nothing else out.
        parts = re.split(r"(\n\s*\n)", text)
        text = "".join(QUOTATION.sub(lambda match: blank(match.group()), part) for part in parts)
    return text


# MARK: Checking


def table(glossary, head):
    """Returns the rows of the glossary's table with this head, without the head, each as a list of cells."""
    rows, in_table = [], False
    for line in glossary.split("\n"):
        if in_table and not line.startswith("|"):
            break
        if in_table:
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
        in_table = in_table or bool(head.match(line))
    return [row for row in rows if not set("".join(row)) <= set("-: ")]


def read_words(glossary):
    """Returns the words that are ruled out, each with what to use instead."""
    rows = table(glossary, TABLE_HEAD)
    return {word.strip().lower(): row[1] for row in rows for word in row[0].split(",")}


def read_exceptions(glossary):
    """Returns the pairs of a word and the path of a file in which it may stay."""
    return {(row[0].lower(), row[1].strip("`")) for row in table(glossary, EXCEPTIONS_HEAD)}


def word_pattern(words):
    """Returns a pattern of the words, the longest first; spaces match line ends too."""
    parts = [r"\s+".join(re.escape(part) for part in word.split()) for word in sorted(words, key=len, reverse=True)]
    return re.compile(r"(?<![\w@#$])(?:" + "|".join(parts) + r")(?!\w)", re.IGNORECASE)


SENTENCE_OF = re.compile(
    r"(?:\A|\n[ \t]*\n|(?<=[.!?])\s|(?<=[.!?][)\"”])\s|^[ \t]*[-*+] (?:[\w \x00]+:[ \t])?|^#+ |\|)"
    r"[ \t]*(?P<of>Of)(?=\s)",
    re.MULTILINE,
)


def hits(path, source, pattern):
    """Returns the hits in a file: pairs of a line and a word."""
    found = set()
    for block in blocks(path, source):
        text = prose(block)

        def add(offset, word):
            found.add((block.lines[text.count("\n", 0, offset)][0], offset, word))

        for match in pattern.finditer(text):
            add(match.start(), " ".join(match.group().lower().split()))
        if block.kind in ("doc", "markdown"):
            for match in SENTENCE_OF.finditer(text):
                add(match.start("of"), "Of (sentence)")
    return [(line, word) for line, _, word in sorted(found)]


def files(root):
    """Returns the paths of all files to be checked, relative to the root."""
    result = [name for name in TEXTS if os.path.isfile(os.path.join(root, name))]
    for folder in FOLDERS:
        top = os.path.join(root, folder)
        if os.path.isfile(top):
            result.append(folder)
        for directory, folders, names in os.walk(top):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            result += [os.path.relpath(os.path.join(directory, name), root) for name in sorted(names)]
    return result


def read(path):
    """Returns the text of a file; none where the file is binary."""
    with open(path, "rb") as file:
        data = file.read()
    if b"\0" in data[:8000]:
        return None
    return data.decode("utf-8", "replace")


def check(root, paths):
    """Returns all hits by path, and what to use instead of each word."""
    glossary = read(os.path.join(root, GLOSSARY)) or ""
    words, exceptions = read_words(glossary), read_exceptions(glossary)
    if not words:
        sys.exit(f"{GLOSSARY} has no table of words that are ruled out.")
    pattern = word_pattern(words)
    result = {}
    kinds = (".swift", ".c", ".h", ".modulemap", ".py", ".sh", ".md", "")
    for path in paths:
        if os.path.splitext(path)[1] not in kinds:
            continue
        source = read(os.path.join(root, path))
        if source is not None:
            found = [hit for hit in hits(path, source, pattern) if (hit[1], path) not in exceptions]
            if found:
                result[path] = found
    words["Of (sentence)"] = "another order of words"
    return result, words


def summarize(result):
    """Prints the number of hits by folder and by word."""
    by_folder, by_word = collections.Counter(), collections.Counter()
    for path, found in result.items():
        parts = path.split("/")
        folder = "/".join(parts[:2]) if parts[0] in ("Sources", "Tests", "Benchmarks") and len(parts) > 2 else parts[0]
        by_folder[folder if parts[0] != "Docs" else path] += len(found)
        by_word.update(word for _, word in found)
    for folder, count in sorted(by_folder.items()):
        print(f"{count:6} {folder}")
    print(f"{sum(by_folder.values()):6} in all")
    print(", ".join(f"{word} {count}" for word, count in by_word.most_common()))


# MARK: Self-test

SELF_TEST_GLOSSARY = """# Glossary
| term | meaning |
|---|---|
| sighting of the first table | prose, and reported |

| ruled out | use instead |
|---|---|
| picture, pictures | image |
| so many | n |
| grey | gray |

After a picture table.

| word | may stay in | because |
|---|---|---|
| picture | `Sources/Kit/Exception.swift` | a picture of a script |
"""

# Each file with the lines and words to be found in it; all other lines are clean.
SELF_TEST = {
    "Docs/glossary.md": (SELF_TEST_GLOSSARY, [(12, "picture")]),
    "README.md": (
        """# A picture
An image. `picture`, ``picture(in:)``, "a picture", [text](images/picture.md), https://example.org/picture
    picture in a paragraph goes on, and so
many of them.

    picture in code

```
picture in code
```

| Pictures | `picture` `` a picture `` |
- List item

    with a picture.

pictureSize, a_picture, image.picture, picture.size, picture.png, Sources/picture/x, --picture, <img alt="picture">

Of images, none. An image. Of it, this. A sort of it, Offices.
a picture. "One quotation mark only, a picture.
""",
        [(1, "picture"), (3, "picture"), (3, "so many"), (12, "pictures"), (15, "picture"), (19, "Of (sentence)"),
         (19, "Of (sentence)"), (20, "picture"), (20, "picture")],
    ),
    "NOTICE": ("A picture.\n", [(1, "picture")]),
    "CHANGELOG.md": ("- A grey image, so\n  many.\n", [(1, "grey"), (1, "so many")]),
    "CONTRIBUTING.md": ("Clean: photographs, depicture.\n", []),
    "Makefile": (
        """# A picture.
all: picture.png ## Makes a picture
\t@echo "The picture is $(picture) in $(DIR)/picture.png" # grey
\t@cat picture $(pictures)
""",
        [(1, "picture"), (2, "picture"), (3, "picture"), (3, "grey")],
    ),
    "Package.swift": ('let name = "A picture"  // picture\n', [(1, "picture"), (1, "picture")]),
    "Sources/Kit/Clean.swift": (
        '''/// Returns the image; see ``picture`` and `picture`.
///
///     let picture = picture(of: x)
///
/// - Parameters:
///   - picture: An image.
///   - other: Another one
///     of image.pictures.
/// - Parameter grey: A level.
func draw(picture: Image, grey: Int) -> Image { picture.grey / 2 / grey }
let path = "images/grey.jpg", quoted = "\\(picture.grey) of \\(grey(picture, "x"))", option = "--picture"
let regex = /picture "/, other = #/picture/#  // "so many pictures" is a quotation
let raw = #"{"a": "\\(x)"}"#, share = a / b  // ok
enum Key: String { case picture = "picture" }
let keys = ["picture": x["picture"], "other": x?["grey"]]
let script = "picture.show(grey(1), 2)"
''',
        [],
    ),
    "Sources/Kit/Found.swift": (
        '''/// A picture, so
/// many.
///   - picture: The picture.
/// Of an image, the size. Then. Of it.
/// - Returns: Of it.
let a = "The \\(count("grey")) picture" // Picture
/* A picture /* nested grey */
   and pictures */
let text = """
    First line "quoted".
    A \\(grey) picture, so \\
    many of \\(x) them.
    """
let raw = #"A "grey" \\#(f("picture")) thing"#
/** Of pictures. */
let pattern = /x"/; let b = "grey", c = "<b id='grey' alt='A picture'>"
let table = [title, "grey"], who = a ? "picture" : "image"
''',
        [(1, "picture"), (1, "so many"), (3, "picture"), (4, "Of (sentence)"), (4, "Of (sentence)"),
         (5, "Of (sentence)"), (6, "grey"), (6, "picture"), (6, "picture"), (7, "grey"), (7, "picture"),
         (8, "pictures"), (11, "picture"), (11, "so many"), (14, "grey"), (14, "picture"), (15, "Of (sentence)"),
         (15, "pictures"), (16, "grey"), (16, "picture"), (17, "grey"), (17, "picture")],
    ),
    "Sources/Kit/Exception.swift": ('let script = "a picture", other = "a grey one"\n', [(1, "grey")]),
    "Sources/CKit/include/kit.h": (
        'int picture; // a picture\n/* Grey. */ const char *a = "// grey";\n/// Of it.\n',
        [(1, "picture"), (2, "grey"), (3, "Of (sentence)")],
    ),
    "Sources/CKit/kit.c": ("/** A\n * picture */\nint grey;\n", [(2, "picture")]),
    "Sources/Kit/Kit.docc/Kit.md": ("A picture.\n", [(1, "picture")]),
    "Tests/make.py": (
        '"""Makes a picture.\n\n    picture.py picture grey\n"""\npicture = "a picture"  # grey\n# so\n# many\n',
        [(1, "picture"), (5, "grey"), (6, "so many")],
    ),
    "Weights/run.sh": (
        "#!/bin/sh\n# A picture\necho \"# grey\" '# grey' $# ${x#grey} # picture\n",
        [(2, "picture"), (3, "picture")],
    ),
    ".ci/run": ("#!/usr/bin/env bash\n# grey\n", [(2, "grey")]),
    "Benchmarks/a.json": ('{"a": "picture"}\n', []),
    "LICENSE": ("A picture.\n", []),
}


def self_test():
    """Plants words in each kind of place; returns whether exactly those are found."""
    with tempfile.TemporaryDirectory() as root:
        for path, (text, _) in SELF_TEST.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
        result, _ = check(root, files(root))
    passed = True
    for path, (_, expected) in SELF_TEST.items():
        found = result.get(path, [])
        if sorted(found) != sorted(expected):
            passed = False
            print(f"{path}:\n    expected {sorted(expected)}\n    found    {sorted(found)}")
    count = sum(len(expected) for _, expected in SELF_TEST.values())
    print(f"{count} planted words: {'passed' if passed else 'FAILED'}")
    return passed


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
    summary = "--summary" in arguments
    paths = [argument for argument in arguments if argument != "--summary"]
    if any(path.startswith("-") for path in paths):
        sys.exit(__doc__.strip())
    paths = [os.path.relpath(path, root) for path in paths] or ["."]
    missing = [path for path in paths if not os.path.exists(os.path.join(root, path))]
    if missing:
        sys.exit(f"There is no {missing[0]}.")
    paths = [file for file in files(root) if any(path in (".", file) or file.startswith(path + "/") for path in paths)]
    result, words = check(root, paths)
    if summary:
        summarize(result)
    else:
        for path, found in result.items():
            for line, word in found:
                print(f"{path}:{line}: {word} (use: {words[word]})")
        if result:
            print(f"{sum(map(len, result.values()))} words that {GLOSSARY} rules out", file=sys.stderr)
    return not result


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1:]) else 1)
