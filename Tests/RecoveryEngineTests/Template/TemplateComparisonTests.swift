import RecoveryEngine
import RecoveryModel
import Testing

@Suite("Templates compared with the policy")
struct TemplateComparisonTests {
    private let template: JSONValue

    init() throws {
        template = try TemplateSynthesizer.template(
            for: try Estate.compliant(withCluster: true).policy.withEngines, of: "us-east-1", now: Estate.now)
    }

    /// The lines for a template of which the text was changed.
    private func lines(_ changes: (old: String, new: String)...) throws -> [String] {
        var text = template.compact
        for (old, new) in changes {
            #expect(text.contains(old), "\(old)")
            text = text.replacing(old, with: new)
        }
        return TemplateComparison.differences(of: try JSONValue(parsing: text), from: template).map(\.shown)
    }

    @Test func `the same template has no difference`() throws { #expect(try lines() == []) }

    @Test func `the order of a set and the way to write a value do not matter`() throws {
        #expect(
            try lines(
                (#"["postgresql","upgrade"]"#, #"["upgrade","postgresql"]"#),
                (#""BackupRetentionPeriod":30"#, #""BackupRetentionPeriod":"30""#),
                (#""DeletionProtection":true"#, #""DeletionProtection":"true""#),
                (#"{"Fn::GetAtt":["KeyKbDr","Arn"]}"#, #"{"Fn::GetAtt":"KeyKbDr.Arn"}"#),
                (#""DependsOn":["TopicPolicyKbDrAlerts"]"#, #""DependsOn":"TopicPolicyKbDrAlerts""#),
                (#""Topics":[{"Ref":"TopicKbDrAlerts"}]"#, #""Topics":{"Ref":"TopicKbDrAlerts"}"#),
                (
                    #"{"Key":"app","Value":"knowledge-base"},{"Key":"drctl:policy","Value":"knowledge-base"}"#,
                    #"{"Key":"drctl:policy","Value":"knowledge-base"},{"Key":"app","Value":"knowledge-base"}"#
                )) == [])
    }

    @Test func `each difference is one line with the resource, the property and both values`() throws {
        let lines = try lines(
            (#""MaxAllocatedStorage":500"#, #""MaxAllocatedStorage":100"#),
            (#""Description":"Created by drctl for kb-prod","#, ""),
            (#""Days":30,"#, #""Days":7,"#))
        #expect(
            lines == [
                "BucketKbBackupsThisAccountThisRegion ObjectLockConfiguration.Rule.DefaultRetention.Days: 7 → 30",
                "DBInstanceKbProd MaxAllocatedStorage: 100 → 500",
                "DBParameterGroupKbProd Description: none → Created by drctl for kb-prod",
            ])
    }

    @Test func `the order of a function's arguments counts`() throws {
        let join = #"{"Fn::Join":["",["postgres",{"Fn::Select":[0,"#
        let lines = try lines((join, #"{"Fn::Join":["",["postgres",{"Fn::Select":[1,"#))
        #expect(lines.count == 1 && lines[0].hasPrefix("DBParameterGroupKbProd Family: "), "\(lines)")
    }

    @Test func `a resource on one side only is named, whatever it holds`() throws {
        guard case .object(var members) = template, case .object(var resources)? = members["Resources"] else { return }
        resources["DBInstanceOld"] = resources["DBInstanceKbProd"]
        resources["TopicKbDrAlerts"] = nil
        members["Resources"] = .object(resources)
        let lines = TemplateComparison.differences(of: .object(members), from: template).map(\.shown)
        #expect(
            lines == ["DBInstanceOld: in the template, not in the policy", "TopicKbDrAlerts: not in the template"])
    }

    @Test func `a policy statement that was widened is found by its Sid`() throws {
        let lines = try lines(
            (
                #""Action":"sns:Publish","Condition""#, #""Action":["sns:Publish","sns:Subscribe"],"Condition""#
            ))
        #expect(
            lines == [
                #"TopicPolicyKbDrAlerts PolicyDocument.Statement.DrctlPublishers.Action: ["#
                    + #""sns:Publish","sns:Subscribe"] → sns:Publish"#
            ])
    }
}
