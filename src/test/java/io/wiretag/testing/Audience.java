package io.wiretag.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Many clients of server-sent events, all read by one thread, as fast as they are told. */
public final class Audience implements AutoCloseable {
    private static final String ID = "id: ";
    private static final String DATA = "data: ";

    private final URI server;
    private final Listener listener;
    private final Selector selector;
    private final Set<Member> members = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "audience");
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private volatile boolean closed;

    /** What is done with an event; called by the thread that reads for all. */
    public interface Listener {
        /** @param data of an article, as JSON in UTF-8 */
        void told(Member member, byte[] data);
    }

    /** @param listener gets every article that anybody is told */
    public Audience(URI server, Listener listener) throws IOException {
        this.server = server;
        this.listener = listener;
        this.selector = Selector.open();
        thread.setDaemon(true);
        thread.start();
    }

    /** A client more. Speaks HTTP/1.0, so that what comes is what was written and nothing else. */
    public Member join(String path) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
        ByteBuffer request = StandardCharsets.UTF_8.encode("GET " + path + " HTTP/1.0\r\nHost: " + server.getHost()
                + ":" + server.getPort() + "\r\nAccept: text/event-stream\r\n\r\n");
        while (request.hasRemaining()) {
            channel.write(request);
        }
        channel.configureBlocking(false);
        Member member = new Member(channel);
        members.add(member);
        channel.register(selector, SelectionKey.OP_READ, member);
        selector.wakeup();
        return member;
    }

    /** Those who are there. */
    public Set<Member> members() {
        return members;
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(100);
                for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                    SelectionKey key = keys.next();
                    keys.remove();
                    ((Member) key.attachment()).read();
                }
            }
            members.forEach(Member::leave);
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One client. */
    public final class Member {
        private final SocketChannel channel;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final AtomicLong articles = new AtomicLong();
        private volatile Optional<String> id = Optional.empty();
        private boolean ofArticle;

        private Member(SocketChannel channel) {
            this.channel = channel;
        }

        /** How many articles he has been told. */
        public long articles() {
            return articles.get();
        }

        /** From where he would go on; empty before his first cursor. */
        public Optional<String> id() {
            return id;
        }

        private void read() {
            try {
                buffer.clear();
                int length = channel.read(buffer);
                if (length < 0) {
                    leave();
                }
                for (int i = 0; i < length; i++) {
                    byte each = buffer.get(i);
                    if (each == '\n') {
                        take(line.toByteArray());
                        line.reset();
                    } else {
                        line.write(each);
                    }
                }
            } catch (IOException e) {
                leave();
            }
        }

        private void take(byte[] bytes) {
            if (begins(bytes, ID)) {
                id = Optional.of(new String(bytes, ID.length(), bytes.length - ID.length(), StandardCharsets.UTF_8));
            } else if (begins(bytes, "event: ")) {
                ofArticle = begins(bytes, "event: article");
            } else if (ofArticle && begins(bytes, DATA)) {
                articles.incrementAndGet();
                listener.told(this, bytes);
            }
        }

        private boolean begins(byte[] bytes, String with) {
            for (int i = 0; i < with.length(); i++) {
                if (i >= bytes.length || bytes[i] != with.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        /** Breaks off, without a word. */
        public void leave() {
            members.remove(this);
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
