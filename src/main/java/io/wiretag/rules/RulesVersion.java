package io.wiretag.rules;

import io.wiretag.files.Sha256;
import io.wiretag.tagging.gazetteer.GazetteerFile;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * A version of the rules: files of an editor, in their order.
 *
 * @param hash SHA-256 of their bytes one after the other, in hex; the version in a tag ends with its first eight digits
 */
public record RulesVersion(String hash, List<GazetteerFile> files) {
    /** Copies the list. */
    public RulesVersion {
        files = List.copyOf(files);
    }

    public static RulesVersion of(List<GazetteerFile> files) {
        MessageDigest digest = Sha256.digest();
        files.forEach(file -> digest.update(file.bytes()));
        return new RulesVersion(HexFormat.of().formatHex(digest.digest()), files);
    }

    /** Whether it has the same texts, divided into files in the same way: where one ends, names belong to no province any more. */
    boolean isSameAs(RulesVersion other) {
        return texts().equals(other.texts());
    }

    private List<String> texts() {
        return files.stream().map(GazetteerFile::text).toList();
    }
}
