package io.wiretag.ops;

import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Some of everything that the page shows: published for real, tagged by the processor. */
final class PageStories {
    private PageStories() {}

    /** Comes back when the last of them is out. */
    static void publishTo(RunningOps ops) {
        ops.publish(article(
                "urn:page:lam-dong",
                "1",
                "Lâm Đồng xuất khẩu lô cà phê đầu tiên",
                "Lâm Đồng (TTXVN) - Lô hàng đã lên tàu."));
        ops.publish(article(
                "urn:page:hcm",
                "1",
                "TP Hồ Chí Minh thí điểm thu phí xe",
                "TPHCM (VOV) - Thành phố Hồ Chí Minh thu phí."));
        ops.publish(article(
                "urn:page:ferry",
                "1",
                "Ferry between Hai Phong and Quang Ninh is replaced",
                "HẢI PHÒNG (VNS) — A bridge opens."));
        ops.publish(article("urn:page:flood", "1", "Floods ebb in An Giang", "HANOI (Reuters) - Farmers return."));
        ops.publish(article(
                "urn:page:flood", "2", "Floods ebb in An Giang and Cà Mau", "HANOI (Reuters) - Farmers return."));
        ops.publish(article("urn:page:wrong", "1", "Khánh Hòa: điều không đúng", "Khánh Hòa (VOV) - Không đúng."));
        ops.publish(Article.newBuilder(article("urn:page:wrong", "2", "Khánh Hòa: điều không đúng", ""))
                .setPubStatus(PubStatus.canceled)
                .build());
        ops.publish(hanoi());
        ops.produce(
                ops.topics().rejected().name(),
                "urn:page:rejected",
                "{\"uri\": \"Hà Nội\"}".getBytes(StandardCharsets.UTF_8),
                Map.of(
                        "wiretag.rejected.reason", "not-framed",
                        "wiretag.rejected.message", "the value begins with 0x7b",
                        "wiretag.rejected.topic", ops.topics().published().name(),
                        "wiretag.rejected.partition", "0",
                        "wiretag.rejected.offset", "0",
                        "wiretag.rejected.at", Instant.now().toString()));
        ops.story("urn:page:hanoi", "publish");
        ops.story("urn:page:wrong", "kill");
    }

    /** With a tag's evidence in several fields. */
    private static Article hanoi() {
        return Article.newBuilder(article(
                        "urn:page:hanoi", "1", "Hà Nội mở hội mùa xuân", "Hà Nội (TTXVN) - Lễ hội mở ra ở Hà Nội."))
                .setLocated("Hà Nội")
                .setCaptions(List.of("Hồ Gươm, Hà Nội. Ảnh: TTXVN"))
                .build();
    }

    private static Article article(String uri, String version, String headline, String body) {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion(version)
                .setLanguage("vi")
                .setHeadline(headline)
                .setBody(body)
                .build();
    }
}
