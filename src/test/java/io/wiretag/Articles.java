package io.wiretag;

import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.schema.Article;

/** Articles that tests share. */
public final class Articles {
    static {
        TrustedSchemaClasses.trust();
    }

    private Articles() {}

    /** A short story about Huế by VNS. */
    public static Article flood(String version) {
        return Article.newBuilder()
                .setUri("urn:test:flood")
                .setVersion(version)
                .setLanguage("en")
                .setHeadline("Flood in Quảng Nam recedes")
                .setBody("HÀ NỘI — The flood in Quảng Nam has receded, the province said on Monday. — VNS")
                .build();
    }

    /** The same with other words and the same version. */
    public static Article floodRevised(String version) {
        return Article.newBuilder(flood(version))
                .setBody("HÀ NỘI — The flood in Quảng Nam and Kon Tum has receded. — VNS")
                .build();
    }

    /** One that names no place and no agency. */
    public static Article quiet() {
        return Article.newBuilder()
                .setUri("urn:test:quiet")
                .setVersion("1")
                .setHeadline("Nothing happened")
                .setBody("Nothing happened anywhere, and nobody wrote about it.")
                .build();
    }
}
