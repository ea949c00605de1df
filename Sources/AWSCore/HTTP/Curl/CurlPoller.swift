import CCurl
import Glibc

/// Waits for libcurl's sockets and timer, and tells libcurl which of them is ready: the work of an event does not depend on
/// how many transfers there are (https://curl.se/libcurl/c/curl_multi_socket_action.html). Used on the curl thread alone.
final class CurlPoller {
    private let multi: UnsafeMutableRawPointer
    private let bell: CurlBell
    private let queue: Int32
    /// The sockets that the kernel watches.
    private var watched: Set<Int32> = []
    /// When libcurl wants to be called although no socket is ready.
    private var deadline: ContinuousClock.Instant?
    private var events = [epoll_event](repeating: epoll_event(), count: 64)

    init(multi: UnsafeMutableRawPointer, bell: CurlBell) {
        self.multi = multi
        self.bell = bell
        queue = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard queue >= 0, drctl_epoll_set(queue, EPOLL_CTL_ADD, bell.descriptor, EPOLLIN.rawValue) == 0 else {
            fatalError("cannot wait for sockets: \(String(cString: strerror(errno)))")
        }
        let own = Unmanaged.passUnretained(self).toOpaque()
        drctl_curl_multi_set_socket_callback(
            multi,
            // libcurl ends every transfer when it hears -1.
            { _, socket, what, own, _ in CurlPoller.at(own).watch(socket, what) ? 0 : -1 }, own)
        drctl_curl_multi_set_timer_callback(
            multi,
            { _, milliseconds, own in
                CurlPoller.at(own).deadline = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
                return 0
            }, own)
    }

    private static func at(_ pointer: UnsafeMutableRawPointer?) -> CurlPoller {
        Unmanaged<CurlPoller>.fromOpaque(pointer!).takeUnretainedValue()
    }

    /// Lets libcurl do what it wanted to do by now.
    func expire() -> CURLMcode {
        guard let due = deadline, due <= .now else { return CURLM_OK }
        deadline = nil
        return act(CURL_SOCKET_TIMEOUT, 0)
    }

    /// Waits until a socket is ready, the bell rings or the time is over, and lets libcurl act on what is ready.
    ///
    /// - Parameter milliseconds: At most; libcurl's own timer ends it earlier.
    func wait(_ milliseconds: Int) -> CURLMcode {
        let now = ContinuousClock.now
        let own = deadline.map { $0 <= now ? 0 : ($0 - now).wholeMilliseconds } ?? milliseconds
        let count = epoll_wait(queue, &events, Int32(events.count), Int32(min(milliseconds, own)))
        guard count > 0 else { return CURLM_OK }
        for index in 0..<Int(count) {
            let socket = drctl_epoll_socket(&events[index])
            if socket == bell.descriptor {
                bell.silence()
                continue
            }
            // An earlier event may have ended the transfer, and closed the socket.
            guard watched.contains(socket) else { continue }
            let code = act(socket, Self.readiness(events[index].events))
            guard code == CURLM_OK else { return code }
        }
        return CURLM_OK
    }

    /// Once nothing more is to be waited for.
    func close() {
        _ = Glibc.close(queue)
        bell.close()
    }

    private func act(_ socket: Int32, _ readiness: Int32) -> CURLMcode {
        var running: Int32 = 0
        return curl_multi_socket_action(multi, socket, readiness, &running)
    }

    /// Watches the socket for what libcurl waits for; false when the kernel watches no more sockets.
    private func watch(_ socket: Int32, _ what: Int32) -> Bool {
        if what == CURL_POLL_REMOVE {
            // A socket that is closed already is not watched any more.
            if watched.remove(socket) != nil { _ = drctl_epoll_set(queue, EPOLL_CTL_DEL, socket, 0) }
            return true
        }
        let wanted =
            (what & CURL_POLL_IN != 0 ? EPOLLIN.rawValue : 0) | (what & CURL_POLL_OUT != 0 ? EPOLLOUT.rawValue : 0)
        // Of a number that was closed and opened again the kernel knows nothing.
        if watched.contains(socket), drctl_epoll_set(queue, EPOLL_CTL_MOD, socket, wanted) == 0 { return true }
        watched.insert(socket)
        return drctl_epoll_set(queue, EPOLL_CTL_ADD, socket, wanted) == 0
    }

    /// In libcurl's words; of a socket that only has an error none, and libcurl looks for itself which it is.
    private static func readiness(_ events: UInt32) -> Int32 {
        (events & EPOLLIN.rawValue != 0 ? CURL_CSELECT_IN : 0)
            | (events & EPOLLOUT.rawValue != 0 ? CURL_CSELECT_OUT : 0)
    }
}
