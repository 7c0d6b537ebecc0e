package io.wiretag.bench;

import io.wiretag.local.LocalStack;
import java.nio.file.Path;
import java.util.Optional;

/** The broker and the registry that all contenders share, in a JVM of their own. */
final class StackMain {
    private StackMain() {}

    /** @param arguments the folder for their data */
    public static void main(String[] arguments) {
        LocalStack.Options options = new LocalStack.Options(Path.of(arguments[0]), 0, 0, Optional.empty());
        try (LocalStack stack = LocalStack.start(options, System.err::println)) {
            System.out.println(stack.bootstrapServers() + " " + stack.registryUrl());
            ContenderJvm.untilInputEnds();
        }
    }
}
