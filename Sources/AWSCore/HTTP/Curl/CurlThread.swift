import Glibc
import Synchronization

/// One thread, ended by closing its mailbox. Once it is joined, its thread-local destructors, including OpenSSL's, have
/// run.
final class CurlThread: Sendable {
    private let identity: pthread_t
    private let end = Promise<Void>()
    private let isJoined = Mutex(false)

    /// Starts the thread.
    init(body: @escaping @Sendable () -> Void) {
        let start = CurlThreadStart { [end] in
            body()
            end.settle(.success(()))
        }
        var identity = pthread_t()
        let status = pthread_create(&identity, nil, { runCurlThread($0) }, Unmanaged.passRetained(start).toOpaque())
        guard status == 0 else { fatalError("cannot start the HTTP thread: \(String(cString: strerror(status)))") }
        self.identity = identity
    }

    /// Suspends until the thread has nothing more to do, so that `join` does not block.
    func waitForEnd() async { _ = await end.result() }

    /// Blocks until the thread has ended; safe to call more than once and from several threads.
    ///
    /// On the thread itself (the last reference to a transport may be held by a request that ends there) it returns at
    /// once, and the process joins the thread at exit.
    func join() {
        guard pthread_equal(pthread_self(), identity) == 0 else { return }
        isJoined.withLock { isJoined in
            guard !isJoined else { return }
            pthread_join(identity, nil)
            isJoined = true
        }
        CurlLibrary.forget(self)
    }
}

private final class CurlThreadStart {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runCurlThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    // A peer that closes during a write raises SIGPIPE in the writing thread. Blocking it here turns it into EPIPE
    // without changing a setting that the rest of the process and its children would inherit.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    Unmanaged<CurlThreadStart>.fromOpaque(argument).takeRetainedValue().body()
    return nil
}
