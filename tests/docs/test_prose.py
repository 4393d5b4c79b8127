"""The contract's texts as HTML: what Markdown says, and nothing that a browser would run or fetch."""

import pytest
from leads_docs.prose import blocks, inline


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`a<b` **b** *c*", "<code>a&lt;b</code> <strong>b</strong> <em>c</em>"),
        ("<b> & `</code>`", "&lt;b&gt; &amp; <code>&lt;/code&gt;</code>"),
        ("`**a**` x_y_z 2 * 3", "<code>**a**</code> x_y_z 2 * 3"),
        *(
            (f"[x]({address})", f'<a href="{address}">x</a>')
            for address in (
                "https://example.com/a?b=c#d",
                "mailto:a@example.com",
                "#name",
                "a.html#name",
                "../b",
                "a/b:c",
            )
        ),
        *(
            (f"[x]({address})", f"[x]({address})")
            for address in (
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "ftp://example.com",
                "//example.com",
            )
        ),
        ("![x](https://example.com/x.png)", '!<a href="https://example.com/x.png">x</a>'),
        ("https://example.com", "https://example.com"),
        ('[x](https://example.com/"><script>)', '<a href="https://example.com/%22%3E%3Cscript%3E">x</a>'),
    ],
)
def test_a_run_of_text(text: str, html: str) -> None:
    assert inline(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\nb\n\nc", "<p>a\nb</p>\n<p>c</p>\n"),
        ("# A\n\n### B", "<h2>A</h2>\n<h3>B</h3>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("```json\n<a>\n\n# b\n```", '<pre tabindex="0">&lt;a&gt;\n\n# b\n</pre>\n'),
        (
            "| a | b |\n|---|---|\n| `1` | 2 |",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n"
            "<tbody>\n<tr>\n<td><code>1</code></td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n",
        ),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
    ],
)
def test_paragraphs_lists_code_and_tables(text: str, html: str) -> None:
    assert blocks(text) == html
