package search_test
import ("testing";"context";"synod/engine/search";"synod/engine/search/internal/register")
func TestTmp(t *testing.T){ for n:=1;n<=2;n++{ r,err:=search.Explore(context.Background(), register.System{Clients:n}, search.Options{}); t.Log(r,err)
 r,err=search.Explore(context.Background(), register.System{Clients:n,Careless:true}, search.Options{}); t.Log(r,err)}}
