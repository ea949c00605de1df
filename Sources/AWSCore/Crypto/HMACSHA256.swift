import COpenSSL
import Synchronization

/// Message authentication with a key (HMAC, RFC 2104) and SHA-256.
public enum HMACSHA256 {
    /// The code of a message under a key: 32 bytes.
    public static func authenticate(_ message: some Sequence<UInt8>, key: [UInt8]) -> [UInt8] {
        let code = message.withContiguousStorageIfAvailable { authenticate($0, key: key) }
        return code ?? Array(message).withUnsafeBufferPointer { authenticate($0, key: key) }
    }

    private static func authenticate(_ message: UnsafeBufferPointer<UInt8>, key: [UInt8]) -> [UInt8] {
        // Keys are padded with zeros, so a zero byte is equivalent to an empty key, which OpenSSL refuses.
        let key = key.isEmpty ? [0] : key
        var done: Int32 = 0
        let code = [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            done = lock.withLock { _ in
                COpenSSL_hmac(context, key, key.count, message.baseAddress, message.count, buffer.baseAddress)
            }
            count = 32
        }
        precondition(done == 1, "OpenSSL has no HMAC with SHA-256")
        return code
    }

    /// The lock is held only briefly, since messages are short.
    private static let lock = Mutex(())

    /// The context is reused, since creating one takes longer than authenticating a request; `nonisolated(unsafe)`:
    /// used under the lock only, and never freed.
    nonisolated(unsafe) private static let context: OpaquePointer = {
        guard let context = COpenSSL_hmac_sha256() else { preconditionFailure("OpenSSL has no HMAC") }
        return context
    }()
}
