import CCurl
import Glibc

/// What wakes the curl thread from another one: an event counter of the kernel (eventfd(2)).
///
/// The mailbox rings it under its lock and only before the thread was asked to end; the thread closes it then.
struct CurlBell: Sendable {
    let descriptor: Int32

    init() {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard descriptor >= 0 else { fatalError("cannot wake the HTTP thread: \(String(cString: strerror(errno)))") }
    }

    /// Wakes the thread, or keeps it from falling asleep.
    func ring() {
        var one: UInt64 = 1
        // It fails only when it has been rung 2^64 times and not heard.
        _ = write(descriptor, &one, 8)
    }

    /// Has heard it.
    func silence() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
    }

    func close() { _ = Glibc.close(descriptor) }
}
