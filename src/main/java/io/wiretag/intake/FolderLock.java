package io.wiretag.intake;

import io.wiretag.files.FileTrouble;
import io.wiretag.files.SoleOwner;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps a second process out of a folder that articles come from. */
public final class FolderLock {

    private FolderLock() {}

    /**
     * @param what what is owned, in words that fit before "is in use"
     * @throws IntakeException if another has it
     * @throws UnusableFolderException if it cannot be locked, as on a drive that knows no locks
     */
    public static SoleOwner of(Path file, String what) {
        try {
            return SoleOwner.of(file)
                    .orElseThrow(() ->
                            new IntakeException("%s is in use by another wiretag, which holds %s: end that one first"
                                    .formatted(what, file)));
        } catch (IOException e) {
            throw new UnusableFolderException(
                    "%s cannot be locked (%s): %s".formatted(what, file, FileTrouble.reason(e)), e);
        }
    }
}
