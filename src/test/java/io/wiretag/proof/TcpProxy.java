package io.wiretag.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A piece of network between two processes that can be cut, slow, or torn. Like a cut cable, a cut tells nobody: connections
 * stay open, new ones are taken, and no byte goes through until it is healed. A reset tears every connection at once.
 *
 * <p>A proxy of our own and not Toxiproxy, which is a program to install or a container: this runs wherever the build runs.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int CHUNK = 32 * 1024;

    private final ServerSocket listener;
    private volatile int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Random random = new Random();
    private boolean cut;
    private volatile Duration latency = Duration.ZERO;
    private volatile Duration jitter = Duration.ZERO;

    /**
     * @param port where it listens, on 127.0.0.1; 0: any free one
     * @param target port that it connects to
     */
    public TcpProxy(int port, int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getByName(Loopback.HOST), port), 100);
        daemon(this::accept, "proxy-" + port);
    }

    /** Where it connects to from now on; what is connected stays so. */
    public void retarget(int port) {
        target = port;
    }

    /** From now on no byte goes through. */
    synchronized void cut() {
        cut = true;
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Each piece of what goes through is late by this and by as much again as chance says, up to the jitter. */
    public void slow(Duration latency, Duration jitter) {
        this.latency = latency;
        this.jitter = jitter;
    }

    /** Tears every connection, so that both ends see a reset. */
    public void reset() {
        open.forEach(TcpProxy::tear);
    }

    /** As if nothing had been. What a cut kept back goes through now. */
    public synchronized void heal() {
        cut = false;
        latency = Duration.ZERO;
        jitter = Duration.ZERO;
        notifyAll();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        heal();
        reset();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                daemon(() -> serve(client), "proxied-" + target);
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket client) {
        Socket server = new Socket();
        open.add(server);
        try {
            awaitNoCut();
            server.connect(new InetSocketAddress(InetAddress.getByName(Loopback.HOST), target));
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            daemon(() -> pump(server, client), "proxied-back-" + target);
            pump(client, server);
        } catch (IOException e) {
            // nobody listens behind: the client sees what it would see without us
            tear(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forget(client);
            forget(server);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                long late = latency.toMillis() + random.nextLong(jitter.toMillis() + 1);
                if (late > 0) {
                    TimeUnit.MILLISECONDS.sleep(late);
                }
                awaitNoCut();
                out.write(chunk, 0, read);
            }
        } catch (IOException e) {
            // torn or closed by one end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forget(from);
            forget(to);
        }
    }

    private synchronized void awaitNoCut() throws InterruptedException {
        while (cut) {
            wait();
        }
    }

    private void forget(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // gone is gone
        }
    }

    private static void tear(Socket socket) {
        try {
            // close sends RST instead of FIN
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // gone is gone
        }
    }

    private static void daemon(Runnable duty, String name) {
        Thread thread = new Thread(duty, name);
        thread.setDaemon(true);
        thread.start();
    }
}
