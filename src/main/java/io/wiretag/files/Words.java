package io.wiretag.files;

/** What an exception says, for a sentence to whoever works with the program. Many of Kafka's and the JDK's own say nothing. */
public final class Words {
    private Words() {}

    /** The first line of its message; where there is none, what is thrown. Never empty. */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("");
    }
}
