package io.wiretag.intake.format.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "`<p>a</p><p>b</p>`                                        | `a\n\nb`",
                "`<p>a</p>\n\n  <p> b </p>`                                | `a\n\nb`",
                "`a<br>b<br/>c<br />d`                                     | `a\nb\nc\nd`",
                "`a<br><br><br>b`                                          | `a\n\nb`",
                "`<p>a<br></p><p>b</p>`                                    | `a\n\nb`",
                "`<div>a</div><div>b</div>`                                | `a\nb`",
                "`<div><div><p>a</p></div></div><div>b</div>`              | `a\n\nb`",
                "`<ul><li>a</li><li>b</li></ul>c`                          | `a\nb\n\nc`",
                "`<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>` | `a b\nc`",
                "`H&agrave; T&#297;nh, Qu&#7843;ng&nbsp;B&igrave;nh &amp; &lt;Hu\u1ebf&gt;` | `Hà Tĩnh, Quảng\u00a0Bình & <Huế>`",
                "`<b>Hà</b> <i>Nội</i>`                                    | `Hà Nội`",
                "`<b>H</b>uế`                                              | `Huế`",
                "`a  \t\r\n b`                                             | `a b`",
                "`<pre>a  b\nc</pre>d`                                     | `a b\nc\n\nd`",
                "`<nav>x</nav>a<script>x</script><style>x</style><!-- x -->b` | `ab`",
                "`<html><head><title>x</title></head><body>a</body></html>` | `a`",
                "`<p>a <nav><p>x</p></nav>`                                | `a`",
                "`<p>never <b>closed`                                      | `never closed`",
                "`2 < 3 and 5 > 4`                                         | `2 < 3 and 5 > 4`",
                "`<p>  </p>`                                               | ``",
            })
    void textIsWhatAReaderSees(String html, String text) {
        assertThat(HtmlText.of(html)).isEqualTo(text);
    }

    @Test
    void hostileNestingIsReadToo() {
        assertThat(HtmlText.of("<div><b>".repeat(50_000) + "a")).isEqualTo("a");
    }
}
