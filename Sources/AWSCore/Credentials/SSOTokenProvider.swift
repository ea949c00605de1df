public import AWSNames
import Logging

/// The token that `aws sso login` has cached; it is renewed and written back when it is about to expire.
public struct SSOTokenProvider: Sendable {
    /// A token and its expiry.
    public struct Token: Hashable, Sendable {
        /// The token for a request header.
        public var accessToken: Redacted<String>
        /// Seconds since 1970.
        public var expiration: Int
    }

    private let name: String
    private let reference: SSOTokenReference
    private let context: CredentialContext

    init(name: String, reference: SSOTokenReference, context: CredentialContext) {
        self.name = name
        self.reference = reference
        self.context = context
    }

    /// Creates the provider for the current profile. Throws `CredentialError` when it names no sso-session.
    public init(_ context: CredentialContext) throws {
        let profile = context.configuration.profile.value
        guard let section = context.configuration.profileSection else {
            throw CredentialError.notConfigured("profile '\(profile)'", "no such profile")
        }
        let reader = ProfileCredentialReader(section: section, shared: context.configuration.shared)
        guard let reference = try SSOTokenReference(reader) else {
            throw CredentialError.notConfigured(reader.name, "\(section.location) names no sso_session")
        }
        self.init(name: reader.name, reference: reference, context: context)
    }

    /// A valid token. Throws `CredentialError`.
    public func token() async throws -> Token {
        guard let home = context.configuration.sources.home else {
            throw CredentialError.failed(name, "the SSO token cache cannot be located: HOME is not set")
        }
        let path = try reference.cacheFile(home: home)
        let cached = try read(path)
        let now = context.clock.seconds
        // The same refresh window as the AWS CLI's.
        if cached.expiration - now > 900 { return Token(cached) }

        if let renewal = cached.renewal, renewal.registrationExpiration > now, reference.session != nil {
            do {
                let renewed = try await renew(renewal)
                write(renewed, to: path)
                return Token(renewed)
            } catch let error as CancellationError {
                throw error
            } catch {
                context.logger.warning("the SSO token could not be renewed", metadata: ["reason": "\(error)"])
            }
        }
        guard cached.expiration > now else {
            throw CredentialError.failed(
                name, "the SSO token expired at \(InternetTimestamp.text(cached.expiration))", hint: loginHint)
        }
        return Token(cached)
    }

    var loginHint: String {
        guard let session = reference.session else {
            return "run `aws sso login --profile \(context.configuration.profile.value)`"
        }
        return "run `aws sso login --sso-session \(session)`"
    }

    private func read(_ path: String) throws -> SSOToken {
        do {
            guard let content = try context.configuration.sources.files.read(path) else {
                throw CredentialError.failed(name, "no SSO token found: \(path) does not exist", hint: loginHint)
            }
            guard let token = SSOToken(content) else {
                throw CredentialError.failed(name, "\(path) holds no SSO token", hint: loginHint)
            }
            return token
        } catch let error as FileReadError {
            throw CredentialError.failed(name, "the SSO token \(error)")
        }
    }

    /// A token that cannot be stored still works; the next run uses the old file.
    private func write(_ token: SSOToken, to path: String) {
        do {
            try context.fileReplacer.replace(path, token.content(reference))
        } catch {
            context.logger.warning("the renewed SSO token could not be kept", metadata: ["reason": "\(error)"])
        }
    }

    private func renew(_ renewal: SSOToken.Renewal) async throws -> SSOToken {
        let answer = try await context.call(
            CredentialServices.createToken, renewal, region: Region(reference.region))
        var next = renewal
        // Without a new one, the refresh token remains valid.
        next.refreshToken = answer.refreshToken ?? renewal.refreshToken
        return SSOToken(
            accessToken: answer.accessToken, expiration: context.clock.seconds + answer.lifetime, renewal: next)
    }
}

extension SSOTokenProvider.Token {
    fileprivate init(_ token: SSOToken) { self.init(accessToken: token.accessToken, expiration: token.expiration) }
}
