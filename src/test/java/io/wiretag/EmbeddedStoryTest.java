package io.wiretag;

import io.wiretag.local.LocalStack;
import io.wiretag.local.SharedLocalStack;
import java.net.URI;

/** The end-to-end story on the embedded broker and registry. */
class EmbeddedStoryTest extends EndToEndStory {
    private static final LocalStack STACK = SharedLocalStack.stack();

    @Override
    String bootstrapServers() {
        return STACK.bootstrapServers();
    }

    @Override
    URI registryUrl() {
        return STACK.registryUrl();
    }
}
