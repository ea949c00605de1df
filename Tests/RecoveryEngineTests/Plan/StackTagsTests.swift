import RecoveryEngine
import Testing

@Suite("Who else manages a resource, by its tags")
struct StackTagsTests {
    static let tools: [([String: String], String?)] = [
        (["ManagedBy": "terraform"], "Terraform"), (["managed_by": "Terraform Cloud"], "Terraform"),
        (["iac": "aws-cdk"], "CDK"), (["created-by": "cdk"], "CDK"), (["provisioner": "OpenTofu/1.8"], "OpenTofu"),
        (["Terraform": "true"], "Terraform"), (["terraform": "network/prod"], "Terraform"),
        (["aws:cloudformation:stack-name": "kb"], "CloudFormation stack kb"),
    ]

    @Test(arguments: tools) func `a tool is told by a word of its own`(_ tags: [String: String], _ manager: String?) {
        #expect(StackTags.manager(tags) == manager)
    }

    /// A word in a word, a word that is denied, and tags that say no.
    static let people: [[String: String]] = [
        ["CreatedBy": "mcdkenna"], ["created-by": "joe@stackdk.example"], ["ManagedBy": "not terraform"],
        ["managed-by": "no-cdk"], ["Terraform": "False"], ["terraform": ""], ["terraform": "n/a"],
        ["Terraform": "none"],
        ["owner": "terraform"], [:],
    ]

    @Test(arguments: people) func `what only looks like one is none`(_ tags: [String: String]) {
        #expect(StackTags.manager(tags) == nil)
    }
}
