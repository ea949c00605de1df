import CCurl
import Glibc

extension CurlTransfer {
    /// The transfer behind a callback's data pointer.
    static func at(_ pointer: UnsafeMutableRawPointer?) -> CurlTransfer {
        guard let pointer else { fatalError("libcurl called back without its data pointer") }
        return Unmanaged<CurlTransfer>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// Opens a socket as libcurl does, but closed in child processes: a pg_restore that outlives the request must not
    /// keep the connection open.
    func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>?) -> curl_socket_t {
        guard let address, mayConnect() else { return -1 }
        let type = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(address.pointee.family, type, address.pointee.protocol)
    }
}
