public import AWSNames
import Synchronization

/// The key that signs all requests of a day, region and service.
public struct SigningKey: Hashable, Sendable {
    /// 32 bytes.
    let bytes: Redacted<[UInt8]>

    /// Derives the key by four nested HMACs.
    ///
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
    public init(secretAccessKey: Redacted<String>, scope: SigningScope) {
        var key = Array("AWS4".utf8) + Array(secretAccessKey.secret.utf8)
        for part in [scope.date.day, scope.region, scope.service, "aws4_request"] {
            key = HMACSHA256.authenticate(part.utf8, key: key)
        }
        bytes = Redacted(key)
    }
}

/// A cache of derived keys. A key is valid for a whole day, and deriving one takes longer than the rest of a signature.
public final class SigningKeyCache: Sendable {
    private struct Name: Hashable {
        let secretAccessKey: Redacted<String>
        let day: String
        let region: String
        let service: String
    }

    /// A long drill uses many sessions; beyond this number the cached keys are stale.
    private static let capacity = 256

    private struct State {
        var keys: [Name: SigningKey] = [:]
        /// Most requests are signed like the previous one, and comparing is faster than hashing.
        var last: (name: Name, key: SigningKey)?
    }

    private let state = Mutex(State())

    /// Creates an empty cache.
    public init() {}

    /// The key, which is derived on first use.
    func key(for credentials: Credentials, scope: SigningScope) -> SigningKey {
        let name = Name(
            secretAccessKey: credentials.secretAccessKey, day: scope.date.day, region: scope.region,
            service: scope.service)
        return state.withLock { state in
            if let last = state.last, last.name == name { return last.key }
            if state.keys.count >= Self.capacity { state.keys.removeAll() }
            let key =
                state.keys[name] ?? SigningKey(secretAccessKey: credentials.secretAccessKey, scope: scope)
            state.keys[name] = key
            state.last = (name, key)
            return key
        }
    }
}
