/// A request that somebody could make: may this caller do this to that?
///
/// What the policies' conditions ask of it are its facts, by condition key. A key that is not among them is not known, or is
/// the caller's to choose, as `others` says.
package struct AccessQuestion: Sendable {
    /// One action, such as `s3:PutObject`.
    package var action: String
    /// One resource's ARN.
    package var resource: String
    package var caller: Caller
    /// What is known of the request; keys in lower case, since condition keys have no case.
    private var facts: [String: Fact]
    /// What holds of every other key.
    package var others: Fact

    package init(
        _ action: String, on resource: String, by caller: Caller, _ facts: [String: Fact] = [:], others: Fact = .unknown
    ) {
        self.action = action
        self.resource = resource
        self.caller = caller
        self.others = others
        self.facts = caller.facts
        for (key, fact) in facts { self.facts[key.lowercased()] = fact }
    }

    /// What is known of a condition key.
    package subscript(key: String) -> Fact {
        get { facts[key.lowercased()] ?? others }
        set { facts[key.lowercased()] = newValue }
    }

    /// What is known of the value of a condition key.
    package enum Fact: Hashable, Sendable {
        /// The request does not have the key.
        case absent
        /// It has the key with these values; most keys have one.
        case values([String])
        /// Nobody can say here.
        case unknown
        /// The request has the key; nobody can say with which value.
        case present
        /// The request has the key with whatever value suits its caller.
        case chosen
        /// The request has the key, with a value that it can have for somebody whom no policy has ever named.
        case outsider
        /// The same with every such value at once.
        case everyOutsider

        package static func value(_ text: String) -> Fact { .values([text]) }

        fileprivate var forDenials: Fact {
            switch self {
            case .chosen: .present
            case .outsider: .everyOutsider
            case .absent, .values, .unknown, .present, .everyOutsider: self
            }
        }
    }

    /// The same request as a denial has to meet it before it keeps its caller out: whatever is chosen, and whoever it is.
    var forDenials: AccessQuestion {
        var question = self
        question.facts = facts.mapValues(\.forDenials)
        question.others = others.forDenials
        return question
    }

    /// Who makes a request.
    package enum Caller: Hashable, Sendable {
        /// One of AWS's services on behalf of a resource, such as `cloudwatch.amazonaws.com`.
        case service(String)
        /// A user or role of an account, by ARN; for a session the role's.
        case principal(arn: String)
        /// Somebody in the account, who may be anybody there.
        case account(String)
        /// Whoever logs in by a provider: `cognito-identity.amazonaws.com`, a provider's ARN.
        case federated(String)
        /// An account that no policy names, or nobody in particular.
        case stranger
        /// Every caller at once: what holds of it holds of each.
        case everybody

        /// The account, where the caller has one.
        package var account: String? {
            switch self {
            case .account(let account): account
            case .principal(let arn): ARNPattern.parts(arn)?[4]
            case .service, .federated, .stranger, .everybody: nil
            }
        }

        /// The condition keys that say who it is.
        ///
        /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
        fileprivate var facts: [String: Fact] {
            var facts: [String: Fact] = [:]
            switch self {
            case .service(let name):
                facts["aws:principalisawsservice"] = .value("true")
                facts["aws:principalservicename"] = .value(name)
                for key in ["principalaccount", "principalarn", "principalorgid", "principalorgpaths", "principaltype"]
                {
                    facts["aws:\(key)"] = .absent
                }
                facts["kms:calleraccount"] = .absent
            case .principal(let arn):
                facts["aws:principalisawsservice"] = .value("false")
                facts["aws:principalarn"] = .value(arn)
                if let account {
                    facts["aws:principalaccount"] = .value(account)
                    facts["kms:calleraccount"] = .value(account)
                }
            case .account(let account):
                facts["aws:principalisawsservice"] = .value("false")
                facts["aws:principalaccount"] = .value(account)
                facts["kms:calleraccount"] = .value(account)
            case .federated:
                facts["aws:principalisawsservice"] = .value("false")
            case .stranger:
                facts["aws:principalisawsservice"] = .value("false")
                for key in IdentityKey.kinds.keys { facts[key] = .outsider }
            case .everybody: break
            }
            return facts
        }
    }
}
