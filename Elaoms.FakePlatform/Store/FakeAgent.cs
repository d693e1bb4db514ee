using System.Text.Json.Nodes;

namespace Elaoms.FakePlatform.Store;

/// <summary>An agent with its branches.</summary>
public sealed class FakeAgent(string id, string name)
{
    /// <summary>Its id.</summary>
    public string Id => id;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>What the key's owner may do with it.</summary>
    public string Role { get; set; } = "editor";

    /// <summary>The branches; the first is the main one.</summary>
    public List<FakeBranch> Branches { get; } = [];

    /// <summary>The main branch.</summary>
    public FakeBranch Main => Branches[0];

    /// <summary>Numbers that lead to it, each with the branch it is pinned to.</summary>
    public List<FakeNumber> Numbers { get; } = [];

    /// <summary>WhatsApp accounts that lead to it.</summary>
    public int WhatsAppAccounts { get; set; }

    /// <summary>The newest conversations: from where, and in which direction.</summary>
    public List<(string Source, string? Direction)> Conversations { get; } = [];

    /// <summary>Adds a branch with a copy of the main one's configuration.</summary>
    public FakeBranch AddBranch(string branchName, double live = 0)
    {
        var branch = new FakeBranch($"agtbrch_{id}_{Branches.Count}", branchName)
        {
            Live = live,
            Conversation = (JsonObject)Main.Conversation.DeepClone(),
            Platform = (JsonObject)Main.Platform.DeepClone(),
            Workflow = (JsonObject)Main.Workflow.DeepClone(),
        };
        branch.Commit($"agtvrsn_{id}_{Branches.Count}_0");
        Branches.Add(branch);
        return branch;
    }
}

/// <summary>A telephone number.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">The number.</param>
/// <param name="BranchId">The branch that it is pinned to; null for none.</param>
public sealed record FakeNumber(string Id, string Number, string? BranchId = null);
