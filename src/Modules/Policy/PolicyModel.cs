using Fuyao.Kernel.Data;
using Fuyao.Policy.Drafts;
using Fuyao.Policy.Publishing;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Policy;

internal sealed class PolicyModel : IModelPart
{
    public void Configure(ModelBuilder model, DbEngine engine)
    {
        Draft.Map(model.Entity<Draft>());
        DraftRevision.Map(model.Entity<DraftRevision>());
        Publication.Map(model.Entity<Publication>());
        Withdrawal.Map(model.Entity<Withdrawal>());
    }
}
