public import AWSNames
import Synchronization

/// The key that signs all requests of a day, region and service.
public struct SigningKey: Hashable, Sendable {
    /// 32 bytes.
    let bytes: Redacted<[UInt8]>

    /// Derives it: four authentications, one within the other.
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

/// Keys already derived. A key serves a whole day, and deriving one costs more than the rest of a signature.
public final class SigningKeyCache: Sendable {
    private struct Name: Hashable {
        let secretAccessKey: Redacted<String>
        let day: String
        let region: String
        let service: String
    }

    /// Sessions come and go in a long drill; more than this many keys at once means they are stale.
    private static let capacity = 256

    private struct State {
        var keys: [Name: SigningKey] = [:]
        /// Most requests are signed like the one before: comparing is quicker than hashing.
        var last: (name: Name, key: SigningKey)?
    }

    private let state = Mutex(State())

    /// Empty.
    public init() {}

    /// The key, derived when it is asked for first.
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
