-- Opens the pipeline named by $PIPELINE, waits for its problems, renames the task at the cursor, and writes what came of it.
local server = vim.json and vim.json.decode(vim.env.SERVER) or vim.fn.json_decode(vim.env.SERVER)
vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.PIPELINE))
local client = vim.lsp.start_client({ name = 'dagwright', cmd = server, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(0, client)

local function await(what, condition)
  if not vim.wait(20000, condition, 20) then
    io.stderr:write('waited too long for ' .. what .. '\n')
    vim.cmd('cquit 1')
  end
end

await('the problems', function() return #vim.diagnostic.get(0) > 0 end)
local told = {}
for _, found in ipairs(vim.diagnostic.get(0)) do
  table.insert(told, string.format('%d:%d %s', found.lnum, found.col, found.message))
end

local params = vim.lsp.util.make_position_params(0, 'utf-16')
params.position = { line = 1, character = 3 }
params.newName = 'fetch'
local answers = vim.lsp.buf_request_sync(0, 'textDocument/rename', params, 20000)
for _, answer in pairs(answers) do vim.lsp.util.apply_workspace_edit(answer.result, 'utf-16') end
await('the problems after the rename', function()
  return #vim.diagnostic.get(0) > 0 and vim.diagnostic.get(0)[1].message:find('fetch') ~= nil
end)
local lines = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
io.stdout:write(vim.fn.json_encode({ told = told, text = lines, after = vim.diagnostic.get(0)[1].message }))
vim.cmd('qall!')
