"""Words that somebody who means ill could put into a title, a name, an address or a field of a feed.

Each that could run holds the word `evil`, so that a test can tell where it must never stand. PRODUCT
stands on a page only if a template has calculated.
"""

PRODUCT = "31339"

MARKUP = (
    "<script>evil()</script>",
    "</title><script>evil()</script>",
    "</textarea><script>evil()</script>",
    "</style><script>evil()</script>",
    "</script><script>evil()</script>",
    "<!-- evil --><script>evil()</script>",
    "--><script>evil()</script><!--",
    "]]><script>evil()</script>",
    "<![CDATA[<script>evil()</script>]]>",
    "<scr<script>ipt>evil()</scr</script>ipt>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=evil()>",
    "<img src='https://evil.example/pixel.gif'>",
    "<svg onload=evil()>",
    "<svg><script>evil()</script></svg>",
    "<math><mi xlink:href='javascript:evil()'>x</mi></math>",
    "<iframe src=javascript:evil()></iframe>",
    "<iframe srcdoc='<script>evil()</script>'></iframe>",
    "<object data=javascript:evil()></object>",
    "<embed src=//evil.example/x>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<form action=//evil.example/><input name=evil><button>Go on</button></form>",
    "<details open ontoggle=evil()>x</details>",
    "<a href='javascript:evil()'>here</a>",
    "<b>evil",
    "</main></body></html><script>evil()</script>",
    "&lt;script&gt;evil()&lt;/script&gt;",
    "&amp;lt;script&amp;gt;evil()",
    "&#60;script&#62;evil()&#60;/script&#62;",
    "＜script＞evil()＜/script＞",
)
ATTRIBUTES = (
    '" onmouseover="evil()',
    "' onmouseover='evil()",
    "` onmouseover=`evil()",
    '"><script>evil()</script>',
    "'><script>evil()</script>",
    '" autofocus onfocus=evil() x="',
    '" style="background:url(//evil.example/)',
    "\\\"};evil();//",
)  # fmt: skip
TEMPLATES = (
    "{{ 7 * 4477 }}",
    "{{7*4477}}",
    "{% print(7*4477) %}",
    "{# evil #}",
    "${7*4477}",
    "<%= 7*4477 %>",
    "#{7*4477}",
    "{{ config }} {{ self.__init__.__globals__ }}",
    "{{ datasette }} {{ request.headers }}",
    "%(evil)s %s %n {0} {evil.__class__}",
)
FORMULAS = (
    "=HYPERLINK(\"https://evil.example\",\"see\")",
    "=cmd|' /C calc'!A0",
    "+evil()",
    "-evil()",
    "@evil()",
    "\t=evil()",
    "\r=evil()",
    "＝evil()",
)  # fmt: skip
WRITING = (
    "\u202eright to left and never back",
    "\u2066isolated and never let go",
    "a\u200bb\u200cc\u200dd\ufefff",
    "\ufeffa mark of byte order first",
    "Z" + "\u0301" * 500,
    "w" * 5000,
    "漢" * 3000,
    "\U0001f3f4\U000e0067\U000e0062\U000e007f",
    "line\u2028and\u2029paragraph",
    "'; DROP TABLE articles; --",
    '" OR 1=1 --',
    "title:* NEAR(evil) AND ^evil OR {x y} : z",
    "../../../../etc/passwd",
    "%00%0d%0aSet-Cookie:%20evil=1",
    "evil\nSet-Cookie: evil=1",
)
UNPRINTABLE = (  # only JSON can bring these
    "null \x00 byte",
    "escape \x1b[31m and bell \x07",
    "lone \ud800 surrogate",
    "a pair the wrong way round \udc00\ud800",
    "\ufffe\uffff no characters",
)
STRINGS = (*MARKUP, *ATTRIBUTES, *TEMPLATES, *FORMULAS, *WRITING, *UNPRINTABLE)

ADDRESSES = (
    "javascript:evil()",
    "JaVaScRiPt:evil()",
    " javascript:evil()",
    "java\nscript:evil()",
    "data:text/html,<script>evil()</script>",
    "vbscript:evil()",
    "file:///etc/passwd",
    'https://hostile.example/"onmouseover="evil()',
    "https://hostile.example/'><script>evil()</script>",
    "https://user:evil@hostile.example/x",
    "https://hostile.example/{{7*4477}}",
    "//evil.example/x",
    "https://hostile.example/\x00\x1b",
    "https://hostile.example/\u202egpj.exe",
)
