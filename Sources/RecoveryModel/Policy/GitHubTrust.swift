/// Which workflows of a GitHub repository may assume a role, through OpenID Connect.
///
/// https://docs.github.com/en/actions/reference/security/oidc
package struct GitHubTrust: Sendable, Equatable {
    /// `OWNER/NAME`.
    package var repository: String
    /// The number of the owner, as immutable subjects have it; nil where the subject has names alone.
    package var ownerID: String?
    /// The number of the repository, likewise.
    package var repositoryID: String?
    /// A full ref, such as `refs/heads/main`.
    package var ref: String?
    /// Further full refs.
    package var refs: [String] = []
    /// Names of tags; `*` stands for any text.
    package var tags: [String] = []
    /// Names of environments: a job of an environment has no ref in its subject.
    package var environments: [String] = []
    /// Whether workflows of pull requests may.
    package var pullRequests = false
    /// The issuer without `https://`; an enterprise may have one of its own.
    package var issuer = Self.publicIssuer

    package init(repository: String) { self.repository = repository }

    package static let publicIssuer = "token.actions.githubusercontent.com"

    /// True when nothing but the repository is asked for.
    package var isForAnyRef: Bool {
        ref == nil && refs.isEmpty && tags.isEmpty && environments.isEmpty && !pullRequests
    }

    /// The subjects of the tokens that are accepted, sorted; with `*` for any text.
    package var subjects: [String] {
        let names = repository.split(separator: "/", maxSplits: 1).map(String.init)
        let owner = (names.first ?? "") + (ownerID.map { "@\($0)" } ?? "")
        let name = (names.last ?? "") + (repositoryID.map { "@\($0)" } ?? "")
        let contexts =
            ([ref].compactMap(\.self) + refs).map { "ref:\($0)" } + tags.map { "ref:refs/tags/\($0)" }
            + environments.map { "environment:\($0)" }
            + (pullRequests ? ["pull_request"] : [])
        return Set(contexts.isEmpty ? ["*"] : contexts).sorted().map { "repo:\(owner)/\(name):\($0)" }
    }
}
