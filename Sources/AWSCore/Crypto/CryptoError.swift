import COpenSSL

/// OpenSSL could not do what was asked.
public struct CryptoError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The operation, and the library's reason if there is one.
    public let description: String

    init(_ what: String) {
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0, let reason = ERR_reason_error_string(code) else {
            description = what
            return
        }
        description = "\(what): \(String(cString: reason))"
    }
}
